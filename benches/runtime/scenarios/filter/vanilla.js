// The filter by hand: rows that do not match leave the document, those that match again come back.
import { matching, ROWS } from './project/data.js'

const scroll = document.getElementById('scroll')
scroll.innerHTML = '<input class="search"><div class="rows"></div>'
const list = scroll.lastChild
const all = ROWS.map(({ id, label }) => {
  const row = document.createElement('div')
  row.className = 'row'
  row.textContent = label
  row.number = id
  return row
})
list.append(...all)
scroll.firstChild.addEventListener('input', ({ target }) => {
  let at = list.firstChild
  for (const { id } of matching(target.value)) {
    const row = all[id]
    while (at && at !== row && at.number < id) {
      const gone = at
      at = at.nextSibling
      gone.remove()
    }
    if (at === row) at = at.nextSibling
    else list.insertBefore(row, at)
  }
  while (at) {
    const gone = at
    at = at.nextSibling
    gone.remove()
  }
})
