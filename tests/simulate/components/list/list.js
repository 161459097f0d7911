Component({
  properties: { title: { type: String, value: 'hi' }, rows: Array },
  data: { open: false, style: '', picked: null },
  lifetimes: {
    created() {
      this.log = ['created']
    },
    attached() {
      this.log.push('attached')
    },
    ready() {
      this.log.push('ready')
    },
    detached() {
      this.log.push('detached')
    },
  },
  pageLifetimes: {
    show(detail) {
      this.log.push('show ' + JSON.stringify(detail))
    },
  },
  methods: {
    toggle() {
      this.setData({ open: !this.data.open })
      this.triggerEvent('toggle', { open: this.data.open })
    },
    pick(event) {
      this.setData({ picked: [event.currentTarget.dataset.id, event.detail] })
    },
  },
})
