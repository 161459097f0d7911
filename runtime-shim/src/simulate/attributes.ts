/**
 * How the test tool gives attributes to components: whenever data of their owner are set it compares, finds objects and arrays always changed, and sets all
 * attributes of an element of which one has changed. An app gives a component only what changed.
 */
import type { Instance } from '../logic/component/instance.ts'
import { eachChild } from '../logic/component/tree.ts'
import type { Block, Data } from '../logic/render/block.ts'
import { child, commit } from '../logic/render/child.ts'
import type { Child } from '../logic/render/child.ts'

/** Components of which an attribute that is no property has changed. */
export const touched = new Set<Child>()

/** Components that got their attributes while their owner was rendered. */
const done = new Set<Child>()

export function commitAll(block: Block, data: Data, ci: number): void {
  const c = child(block, ci)
  if ((touched.delete(c) || c.given) && c.instance) {
    c.given = { ...c.values }
    done.add(c)
  }
  commit(block, data, ci)
}

/** After an instance was rendered: those whose values have not changed for an app, and have for the tool. */
export function giveAgain(owner: Instance): void {
  if (!owner.root || owner.gone) return
  const due: Child[] = []
  eachChild(owner.root, owner, (c) => {
    if (!done.delete(c) && Object.values(c.values).some((value) => typeof value === 'object' && value !== null)) due.push(c)
  })
  for (const c of due) c.instance?.applyGiven({ ...c.values })
}
