/** A scroll-linked WXS handler: a head moves with the list. Every frame must show the head where the list's offset asks for it. */

const follows = `() => {
  const scroller = (window.scroller ??= [...document.querySelectorAll('.list, .list *')].find((element) => element.scrollTop > 0))
  const shown = new DOMMatrix(getComputedStyle(document.querySelector('.head')).transform).m42
  return Math.abs((scroller?.scrollTop ?? 0) / 10 - shown) < 0.2
}`

export const scenario = {
  ready: `document.querySelectorAll('.row').length === 300`,
  frames: true,
  // No `scroll-view` without more of the mini program around it.
  without: ['glass-easel'],
  operations: { 'two seconds of scrolling': { scroll: { distance: 3000, speed: 1500 }, follows } },
}
