// The list whose scrolling moves a head, by hand.
document.getElementById('scroll').innerHTML = `<div class="frame"><div class="list">${Array.from({ length: 300 }, (_, i) => `<div class="row">${i}</div>`).join('')}</div><div class="head"></div></div>`
const head = document.querySelector('.head')
document.querySelector('.list').addEventListener('scroll', ({ target }) => (head.style.transform = `translateY(${target.scrollTop / 10}px)`), { passive: true })
