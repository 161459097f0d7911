Component({ properties: { name: { type: String, value: 'none' } }, relations: { '../group/group': { type: 'ancestor' } } })
