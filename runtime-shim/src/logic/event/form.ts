/** Components as form fields: `wx://form-field` in `submit` and `reset` of the form around them. */
import type { Instance } from '../component/instance.ts'
import type { Element } from '../component/tree.ts'
import { eachChild, hostOf, parentOf } from '../component/tree.ts'
import type { EventBase } from './dispatch.ts'

/** Adds the fields' values to the detail of `submit`; `reset` gives them their defaults. */
export function mergeFields(form: Element, event: EventBase): void {
  const fields: Instance[] = []
  collect(form.block.o, form, fields)
  if (!fields.length) return
  if (event.type === 'reset') {
    for (const field of fields) field.setData({ value: field.def.data.value as unknown }, undefined)
    return
  }
  const value = { ...event.detail.value } as Record<string, unknown>
  for (const { user } of fields) if (user.data.name) value[user.data.name] = user.data.value
  event.detail = { ...event.detail, value }
}

/** Fields in the tree of `owner` inside `form` (null: all of them), and inside its groups. */
function collect(owner: Instance, form: Element | null, fields: Instance[]): void {
  if (!owner.root) return
  eachChild(owner.root, owner, (child) => {
    const instance = child.instance!
    if (form && !isInside(hostOf(child), form)) return
    if (instance.def.behaviors.has('wx://form-field')) fields.push(instance)
    if (instance.def.behaviors.has('wx://form-field-group')) collect(instance, null, fields)
  })
}

function isInside(at: Element | null, outer: Element): boolean {
  while (at) {
    if (at.block === outer.block && at.node === outer.node) return true
    at = parentOf(at, false)
  }
  return false
}
