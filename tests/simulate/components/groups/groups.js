Component({ data: { name: 'n' } })
