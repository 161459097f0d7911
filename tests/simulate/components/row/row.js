Component({
  options: { multipleSlots: true },
  externalClasses: ['row-class'],
  properties: { row: Object },
  methods: {
    go() {
      this.triggerEvent('pick', this.data.row.name, { bubbles: true, composed: true })
    },
  },
})
