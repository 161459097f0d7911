Component({
  options: { virtualHost: true },
  relations: {
    '../item/item': {
      type: 'descendant',
      linked(item) {
        ;(this.items ??= []).push(item.data.name)
      },
    },
  },
})
