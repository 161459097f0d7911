// The rows of the usual contract, and what a server would send after one of them changed.
const ADJECTIVES = ['pretty', 'large', 'big', 'small', 'tall', 'short', 'long', 'handsome', 'plain', 'quaint', 'clean', 'elegant', 'easy', 'angry', 'crazy', 'helpful', 'mushy', 'odd', 'unsightly', 'adorable', 'important', 'inexpensive', 'cheap', 'expensive', 'fancy']
const COLOURS = ['red', 'yellow', 'blue', 'green', 'pink', 'brown', 'purple', 'brown', 'white', 'black', 'orange']
const NOUNS = ['table', 'chair', 'house', 'bbq', 'desk', 'car', 'pony', 'cookie', 'sandwich', 'burger', 'pizza', 'mouse', 'keyboard']
let nextId = 1
const any = (list) => list[Math.floor(Math.random() * list.length)]

export const build = (count) => Array.from({ length: count }, () => ({ id: nextId++, label: `${any(ADJECTIVES)} ${any(COLOURS)} ${any(NOUNS)}` }))

export const MIDDLE = 5000

/** All rows as new objects, one with another label. */
export function fresh(rows) {
  const copies = rows.map(({ id, label }) => ({ id, label }))
  copies[MIDDLE].label += ' ???'
  return copies
}
