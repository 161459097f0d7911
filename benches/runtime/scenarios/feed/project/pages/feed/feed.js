// A feed in two columns: paths in setData where one card changed.
import { EMPTY, more, reloaded } from '../../data.js'

Page({
  data: { columns: EMPTY },
  more() {
    this.setData({ columns: more(this.data.columns, 100) })
  },
  reload() {
    this.setData({ columns: reloaded(this.data.columns) })
  },
  like(e) {
    const { side, index } = e.currentTarget.dataset
    const at = this.data.columns.findIndex((column) => column.side === side)
    const { liked, likes } = this.data.columns[at].cards[index]
    this.setData({ [`columns[${at}].cards[${index}].liked`]: !liked, [`columns[${at}].cards[${index}].likes`]: likes + (liked ? -1 : 1) })
  },
})
