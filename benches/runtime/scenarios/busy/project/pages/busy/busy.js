// A handler that takes half a second.
import { ROWS, work } from '../../data.js'

Page({
  data: { rows: ROWS, done: 0 },
  work() {
    this.setData({ done: work() })
  },
})
