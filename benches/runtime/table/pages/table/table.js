// The keyed table, in the idiom of a mini program: data paths in setData, data-* for arguments.
const ADJECTIVES = ['pretty', 'large', 'big', 'small', 'tall', 'short', 'long', 'handsome', 'plain', 'quaint', 'clean', 'elegant', 'easy', 'angry', 'crazy', 'helpful', 'mushy', 'odd', 'unsightly', 'adorable', 'important', 'inexpensive', 'cheap', 'expensive', 'fancy']
const COLOURS = ['red', 'yellow', 'blue', 'green', 'pink', 'brown', 'purple', 'brown', 'white', 'black', 'orange']
const NOUNS = ['table', 'chair', 'house', 'bbq', 'desk', 'car', 'pony', 'cookie', 'sandwich', 'burger', 'pizza', 'mouse', 'keyboard']
let nextId = 1
const any = (list) => list[Math.floor(Math.random() * list.length)]
const build = (n) => Array.from({ length: n }, () => ({ id: nextId++, label: `${any(ADJECTIVES)} ${any(COLOURS)} ${any(NOUNS)}` }))

Page({
  data: { rows: [], selected: 0 },
  run() {
    this.setData({ rows: build(1000), selected: 0 })
  },
  runlots() {
    this.setData({ rows: build(10000), selected: 0 })
  },
  add() {
    this.setData({ rows: this.data.rows.concat(build(1000)) })
  },
  update() {
    const patch = {}
    const { rows } = this.data
    for (let i = 0; i < rows.length; i += 10) patch[`rows[${i}].label`] = rows[i].label + ' !!!'
    this.setData(patch)
  },
  clear() {
    this.setData({ rows: [], selected: 0 })
  },
  swap() {
    const { rows } = this.data
    if (rows.length > 998) this.setData({ 'rows[1]': rows[998], 'rows[998]': rows[1] })
  },
  select(e) {
    this.setData({ selected: e.currentTarget.dataset.id })
  },
  remove(e) {
    const { id } = e.currentTarget.dataset
    this.setData({ rows: this.data.rows.filter((row) => row.id !== id) })
  },
})
