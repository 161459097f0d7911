/** Which control a tap on a `label` is meant for. */
import { ownerOf } from '../apply/block.ts'

const CONTROLS = 'wx-button,wx-checkbox,wx-radio,wx-switch,wx-input,wx-textarea'

/** The control of a label: the one named by `for`, else the first inside. Undefined when the tap was on a control already. */
export function labelTarget(label: Element, target: Element): Element | undefined {
  const inside = target.closest(CONTROLS)
  if (inside && label.contains(inside)) return undefined
  const id = label.getAttribute('for')
  if (!id) return label.querySelector(CONTROLS) ?? undefined
  const owner = ownerOf(label)
  return [...(label.closest('wx-page') ?? document).querySelectorAll(`[id="${id.replace(/["\\]/g, '\\$&')}"]`)].find((element) => ownerOf(element) === owner)
}
