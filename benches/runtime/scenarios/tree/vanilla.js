// The tree by hand: one object per "component", each passing the value on to its children.
document.getElementById('scroll').innerHTML = '<div class="key" id="create">create</div><div class="key" id="root">change</div>'
const make = (level) => {
  const element = document.createElement('div')
  const kids = level === 4 ? [] : Array.from({ length: level === 1 ? 9 : 10 }, () => make(level + 1))
  let own = 0
  let v = 0
  const view = element.appendChild(document.createElement('div'))
  const show = () => (view.firstChild.data = `${v} ${own}`)
  if (level === 4) {
    view.className = 'leaf'
    view.append('')
    view.onclick = () => (own++, show())
  } else for (const kid of kids) view.append(kid.element)
  return {
    element,
    set(value) {
      v = value
      if (level === 4) show()
      else for (const kid of kids) kid.set(value)
    },
  }
}
let tree
let v = 0
document.getElementById('create').onclick = () => {
  if (tree) return (tree.element.remove(), (tree = undefined))
  tree = make(1)
  tree.set(v)
  document.getElementById('scroll').append(tree.element)
}
document.getElementById('root').onclick = () => tree.set(++v)
