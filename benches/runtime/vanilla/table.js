// The keyed table by hand: the DOM code nobody has to be faster than.
const ADJECTIVES = ['pretty', 'large', 'big', 'small', 'tall', 'short', 'long', 'handsome', 'plain', 'quaint', 'clean', 'elegant', 'easy', 'angry', 'crazy', 'helpful', 'mushy', 'odd', 'unsightly', 'adorable', 'important', 'inexpensive', 'cheap', 'expensive', 'fancy']
const COLOURS = ['red', 'yellow', 'blue', 'green', 'pink', 'brown', 'purple', 'brown', 'white', 'black', 'orange']
const NOUNS = ['table', 'chair', 'house', 'bbq', 'desk', 'car', 'pony', 'cookie', 'sandwich', 'burger', 'pizza', 'mouse', 'keyboard']
let nextId = 1
const any = (list) => list[Math.floor(Math.random() * list.length)]
const build = (n) => Array.from({ length: n }, () => ({ id: nextId++, label: `${any(ADJECTIVES)} ${any(COLOURS)} ${any(NOUNS)}` }))
const rows = document.querySelector('.rows')
const template = document.createElement('template')
template.innerHTML = '<div class="row"><div class="id"> </div><div class="label"> </div><div class="remove">×</div></div>'
const prototype = template.content.firstChild
let selected = null

function append(list) {
  for (const item of list) {
    const row = prototype.cloneNode(true)
    const id = row.firstChild
    id.firstChild.nodeValue = item.id
    id.nextSibling.firstChild.nodeValue = item.label
    rows.appendChild(row)
  }
}
const actions = {
  run: () => (actions.clear(), append(build(1000))),
  runlots: () => (actions.clear(), append(build(10000))),
  add: () => append(build(1000)),
  update() {
    for (let i = 0; i < rows.children.length; i += 10) rows.children[i].children[1].firstChild.nodeValue += ' !!!'
  },
  clear() {
    rows.textContent = ''
    selected = null
  },
  swaprows() {
    const all = rows.children
    if (all.length < 999) return
    const second = all[1]
    const late = all[998]
    const after = late.nextSibling
    rows.insertBefore(late, second)
    rows.insertBefore(second, after)
  },
}
document.addEventListener('click', ({ target }) => {
  if (actions[target.id]) return actions[target.id]()
  if (target.className === 'remove') return target.parentNode.remove()
  if (target.className !== 'label') return
  if (selected) selected.className = 'row'
  selected = target.parentNode
  selected.className = 'row danger'
})
