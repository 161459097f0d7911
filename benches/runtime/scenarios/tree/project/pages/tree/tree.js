Page({
  data: { on: false, v: 0 },
  create() {
    this.setData({ on: !this.data.on })
  },
  change() {
    this.setData({ v: this.data.v + 1 })
  },
})
