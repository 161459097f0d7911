// Cards as a server sends them, in two columns.
let nextId = 0

const card = () => ({ id: ++nextId, title: `Thing number ${nextId}`, height: 60 + ((nextId * 37) % 90), price: 990 + ((nextId * 7919) % 90000), sold: (nextId * 271) % 30000, likes: (nextId * 31) % 2000, liked: false })

/** `count` new cards behind those that are there. */
export function more(columns, count) {
  const made = Array.from({ length: count }, card)
  return columns.map(({ side, cards }) => ({ side, cards: cards.concat(made.filter(({ id }) => id % 2 === side)) }))
}

export const EMPTY = [{ side: 1, cards: [] }, { side: 0, cards: [] }]

/** The same cards as new objects; every tenth was sold once more. */
export const reloaded = (columns) => columns.map(({ side, cards }) => ({ side, cards: cards.map((one, i) => ({ ...one, sold: one.sold + (i % 10 ? 0 : 1) })) }))
