// A thousand rows, the same every time, and those that contain a text.
const FIRST = ['pretty', 'large', 'big', 'small', 'tall', 'short', 'long', 'handsome', 'plain', 'quaint', 'clean', 'elegant', 'easy', 'angry', 'crazy']
const SECOND = ['table', 'chair', 'house', 'bbq', 'desk', 'car', 'pony', 'cookie', 'sandwich', 'burger', 'pizza', 'mouse', 'keyboard']

export const ROWS = Array.from({ length: 1000 }, (_, i) => ({ id: i, label: `${FIRST[i % FIRST.length]} ${SECOND[i % SECOND.length]} ${i}` }))

export const matching = (text) => ROWS.filter(({ label }) => label.includes(text))
