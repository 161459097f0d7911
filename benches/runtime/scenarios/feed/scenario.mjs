/** A feed of cards in two columns; every card calls WXS functions (the peers call the same functions). */

const cards = (n) => `() => document.querySelectorAll('.card').length === ${n}`
const more = (n) => ['click', '[id$=more]', cards(n)]
const count = (text) => (text < 10000 ? String(text) : (text / 10000).toFixed(1) + 'w')
const sold = (i, times) => count(((i * 271) % 30000) + times)
// The second column begins with card 2.
const reload = (n) => ['click', '[id$=reload]', `() => document.querySelectorAll('.column')[1].children[0].querySelector('.sold').textContent === '${sold(2, n)}'`]
const like = (on) => ['click', '.likes@0', `() => document.querySelectorAll('.likes')[0].classList.contains('liked') === ${on}`]
const full = [more(100), more(200), more(300), more(400)]

export const scenario = {
  ready: `!!document.querySelector('[id$=more]')`,
  operations: {
    '100 more': { before: full, step: more(500) },
    'all 400 anew, 40 differ': { before: [...full, reload(1), reload(2)], step: reload(3) },
    'like one': { before: [...full, like(true), like(false)], step: like(true) },
  },
  heap: full,
}
