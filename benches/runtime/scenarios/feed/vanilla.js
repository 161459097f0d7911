// The feed by hand: cards cloned from one prototype, one listener, changed cards patched.
import { EMPTY, more, reloaded } from './project/data.js'
import { count, level, price } from './project/format.wxs'

document.getElementById('scroll').innerHTML =
  '<div class="bar"><div class="key" id="more">More</div><div class="key" id="reload">Reload</div></div><div class="columns"><div class="column"></div><div class="column"></div></div>'
const columns = document.querySelectorAll('.column')
const template = document.createElement('template')
template.innerHTML = '<div class="card"><div class="picture"></div><div class="title"> </div><div class="price"> </div><div class="sold"> </div><div class="likes"> </div></div>'
const prototype = template.content.firstChild
let data = EMPTY

function make(item) {
  const card = prototype.cloneNode(true)
  const [picture, title, cost, sold, likes] = card.childNodes
  picture.style.height = item.height + 'px'
  title.firstChild.data = item.title
  cost.className = 'price ' + level(item.price)
  cost.firstChild.data = price(item.price)
  sold.firstChild.data = count(item.sold)
  likes.firstChild.data = count(item.likes)
  return card
}
const actions = {
  more() {
    const next = more(data, 100)
    next.forEach(({ cards }, side) => columns[side].append(...cards.slice(data[side].cards.length).map(make)))
    data = next
  },
  reload() {
    const next = reloaded(data)
    next.forEach(({ cards }, side) => cards.forEach((item, i) => item.sold !== data[side].cards[i].sold && (columns[side].children[i].childNodes[3].firstChild.data = count(item.sold))))
    data = next
  },
}
document.addEventListener('click', ({ target }) => {
  if (actions[target.id]) return actions[target.id]()
  if (!target.classList.contains('likes')) return
  const card = target.parentNode
  const side = [...columns].indexOf(card.parentNode)
  const item = data[side].cards[[...card.parentNode.children].indexOf(card)]
  item.likes += item.liked ? -1 : 1
  item.liked = !item.liked
  target.className = item.liked ? 'likes liked' : 'likes'
  target.firstChild.data = count(item.likes)
})
