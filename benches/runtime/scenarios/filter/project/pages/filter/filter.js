// Every letter filters.
import { matching, ROWS } from '../../data.js'

Page({
  data: { rows: ROWS },
  filter(e) {
    this.setData({ rows: matching(e.detail.value) })
  },
})
