Component({
  properties: { v: Number },
  data: { own: 0 },
  methods: {
    own() {
      this.setData({ own: this.data.own + 1 })
    },
  },
})
