/** The keyed table of the usual contract, and two updates of a long list: one path, and the whole array anew with one change. */

const count = (n) => `() => document.querySelector('.rows').childElementCount === ${n}`
const row = (i) => `document.querySelector('.rows').children[${i}]`
const id = (i) => `${row(i)}?.querySelector('.id').textContent`
const label = (i) => `${row(i)}?.querySelector('.label').textContent`
// glass-easel puts a prefix before ids.
const button = (name, until) => ['click', `[id$="${name}"]`, until]
const inRow = (i, what, until) => ['click', `.rows > :nth-child(${i + 1}) .${what}`, until]
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i)).flat()

const make = button('run', count(1000))
const lots = button('runlots', count(10000))
const clear = button('clear', count(0))
const warm = (n) => times(n, () => [make, clear])
const replaced = (i) => button('run', `() => ${id(0)} === '${i * 1000 + 1}'`)
const updated = (i) => button('update', `() => ${label(990)}?.endsWith('${' !!!'.repeat(i)}')`)
const chosen = (i) => inRow(i, 'label', `() => ${row(i)}.classList.contains('danger')`)
const swapped = (i) => button('swaprows', `() => ${id(1)} === '${i % 2 ? 2 : 999}'`)
const removed = (i, left) => inRow(i, 'remove', count(left))
const changed = (name, i) => button(name, `() => ${label(5000)}?.endsWith('${' ???'.repeat(i)}')`)

export const scenario = {
  ready: `!!document.querySelector('[id$=run]')`,
  operations: {
    'create 1k': { before: warm(5), step: make },
    'replace 1k': { before: times(5, (i) => [replaced(i)]), step: replaced(5) },
    'update every 10th': { before: [make, ...times(3, (i) => [updated(i + 1)])], step: updated(4) },
    select: { before: [make, ...times(5, (i) => [chosen(i + 3)])], step: chosen(1) },
    swap: { before: [make, ...times(5, (i) => [swapped(i)])], step: swapped(5) },
    remove: { before: [make, ...times(5, (i) => [removed(6 - i, 999 - i)])], step: removed(1, 994) },
    'create 10k': { before: warm(3), step: lots },
    'append 1k': { before: [...warm(3), make], step: button('add', count(2000)) },
    clear: { before: [...warm(5), make], step: clear },
  },
  more: {
    'one path in 10k': { before: [lots, changed('path', 1), changed('path', 2)], step: changed('path', 3) },
    'whole array of 10k': { before: [lots, changed('whole', 1), changed('whole', 2)], step: changed('whole', 3) },
  },
  /** Heap with these rows. */
  heap: [make],
}
