/** The page's side of the keyboard: focus, selection, the height that the soft keyboard takes. */
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** The field that has the focus; those of built-in elements may stand in a shadow tree. */
function focusedField(): Field | undefined {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active : undefined
}

export function hostKeyboard(): void {
  hostMethod('hideKeyboard', () => {
    const field = focusedField()
    if (!field) throw 'input not exists'
    field.blur()
  })
  hostMethod('selectedTextRange', () => {
    const field = focusedField()
    if (!field) throw 'no focus input'
    return { start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 }
  })
  for (const [type, name] of [
    ['keydown', 'keyDown'],
    ['keyup', 'keyUp'],
  ] as const) {
    addEventListener(type, ({ key, code, altKey, shiftKey, ctrlKey, timeStamp }) => emitHost(name, { key, code, altKey, shiftKey, ctrlKey, timeStamp }), true)
  }
  let height = 0
  visualViewport?.addEventListener('resize', () => {
    // A little less is the browser's own bars.
    const covered = Math.round(innerHeight - visualViewport!.height * visualViewport!.scale)
    const next = covered > 100 && focusedField() ? covered : 0
    if (next !== height) emitHost('keyboard', { height: (height = next) })
  })
}
