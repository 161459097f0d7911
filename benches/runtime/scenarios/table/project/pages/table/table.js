// The keyed table, in the idiom of a mini program: data paths in setData, data-* for arguments.
import { build, fresh, MIDDLE } from '../../data.js'

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
  path() {
    this.setData({ [`rows[${MIDDLE}].label`]: this.data.rows[MIDDLE].label + ' ???' })
  },
  whole() {
    this.setData({ rows: fresh(this.data.rows) })
  },
  select(e) {
    this.setData({ selected: e.currentTarget.dataset.id })
  },
  remove(e) {
    const { id } = e.currentTarget.dataset
    this.setData({ rows: this.data.rows.filter((row) => row.id !== id) })
  },
})
