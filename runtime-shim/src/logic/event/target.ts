/** What an event says about elements: id, dataset, marks, and which element counts as the target for which listener. */
import type { Element } from '../component/tree.ts'
import type { Instance } from '../component/instance.ts'
import { copyData } from '../data/copy.ts'
import type { Data } from '../render/block.ts'
import { dataOf } from '../render/block.ts'
import { text } from '../render/values.ts'

/** An element on an event's way. */
export interface Step extends Element {
  left: number
  top: number
  /** The event started inside it, on an element without a number. */
  inside: boolean
}

export function describeElement({ block, node }: Element): { id: string; dataset: Data } {
  const info = block.t.nodes[node]!
  return {
    id: text(info.ih === undefined ? info.id : block.v[info.ih]),
    dataset: (typeof info.ds === 'function' ? info.ds(block, dataOf(block)) : info.ds) ?? {},
  }
}

function targetObject(step: Step | undefined): Data {
  // A component's host stands for whatever is inside the component.
  const anonymous = !step || (step.inside && step.block.t.nodes[step.node]!.ci === undefined)
  const { id, dataset } = anonymous ? { id: '', dataset: {} } : describeElement(step)
  return { id, dataset: copyData(dataset), offsetLeft: step?.left ?? 0, offsetTop: step?.top ?? 0 }
}

/** Owners that see the inside of `owner` as one element, and itself. */
function scopesOf(owner: Instance): Set<Instance> {
  const scopes = new Set<Instance>()
  for (let o: Instance | null = owner; o; o = o.owner) scopes.add(o)
  return scopes
}

/** The fields `target`, `currentTarget` and `mark` of the event object a listener gets. `path`: innermost first. */
export function eventFields(path: readonly Step[], current: Step): Data {
  const owner = current.block.o
  const scopes = scopesOf(owner)
  const mark: Data = {}
  for (let i = path.length - 1; i >= 0; i--) {
    const { block, node } = path[i]!
    const { mk } = block.t.nodes[node]!
    if (mk && block.o === owner) Object.assign(mark, copyData(typeof mk === 'function' ? mk(block, dataOf(block)) : mk))
  }
  return {
    target: targetObject(path.find((step) => scopes.has(step.block.o))),
    currentTarget: targetObject({ ...current, inside: false }),
    mark,
  }
}
