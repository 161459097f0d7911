// The keyed table by hand, as the usual benchmark has it: data and rows side by side, rows cloned from one prototype, one listener for the whole page.
import { build, fresh, MIDDLE } from './project/data.js'

document.getElementById('scroll').innerHTML = `<div class="bar"><div class="key" id="run">Create 1,000 rows</div><div class="key" id="runlots">Create 10,000 rows</div><div class="key" id="add">Append 1,000 rows</div><div class="key" id="update">Update every 10th row</div><div class="key" id="clear">Clear</div><div class="key" id="swaprows">Swap rows</div><div class="key" id="path">One path</div><div class="key" id="whole">Whole array</div></div><div class="rows"></div>`
const list = document.querySelector('.rows')
const template = document.createElement('template')
template.innerHTML = '<div class="row"><div class="id"> </div><div class="label"> </div><div class="remove">×</div></div>'
const prototype = template.content.firstChild
let data = []
let rows = []
let selected = null

function append(items) {
  for (const item of items) {
    const row = prototype.cloneNode(true)
    const id = row.firstChild
    id.firstChild.nodeValue = item.id
    id.nextSibling.firstChild.nodeValue = item.label
    row.dataId = item.id
    rows.push(row)
    list.appendChild(row)
  }
  data = data.concat(items)
}
const label = (i, text) => {
  data[i].label = text
  rows[i].childNodes[1].firstChild.nodeValue = text
}
const actions = {
  run: () => (actions.clear(), append(build(1000))),
  runlots: () => (actions.clear(), append(build(10000))),
  add: () => append(build(1000)),
  update() {
    for (let i = 0; i < data.length; i += 10) label(i, data[i].label + ' !!!')
  },
  clear() {
    list.textContent = ''
    data = []
    rows = []
    selected = null
  },
  swaprows() {
    if (data.length <= 998) return
    ;[data[1], data[998]] = [data[998], data[1]]
    ;[rows[1], rows[998]] = [rows[998], rows[1]]
    list.insertBefore(rows[1], rows[2])
    list.insertBefore(rows[998], rows[999] ?? null)
  },
  path: () => label(MIDDLE, data[MIDDLE].label + ' ???'),
  whole() {
    fresh(data).forEach((item, i) => item.label !== data[i].label && label(i, item.label))
  },
}
document.addEventListener('click', ({ target }) => {
  if (actions[target.id]) return actions[target.id]()
  const row = target.parentNode
  if (target.className === 'remove') {
    const i = data.findIndex((item) => item.id === row.dataId)
    data.splice(i, 1)
    rows.splice(i, 1)
    row.remove()
  } else if (target.className === 'label') {
    if (selected) selected.className = 'row'
    selected = row
    selected.className = 'row danger'
  }
})
