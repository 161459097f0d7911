/** What controls and forms know of each other. */
import { WxElement } from './element.ts'

/** A named control of a form. */
export interface FormField extends Element {
  /** The value that `submit` reports. */
  formValue(): unknown
  /** Back to the value it started with. */
  formReset(): void
}

export interface FormElement extends Element {
  act(formType: string): void
}

/** The component that an element's template belongs to: the nearest component host above it; hosts are marked by the patch applier with `$i`. */
export function ownerHost(element: Element): Element | null {
  let at = element.parentElement
  while (at && (at as { $i?: unknown }).$i === undefined) at = at.parentElement
  return at
}

export function isFormField(element: Element): element is FormField {
  return 'formValue' in element
}

/** The form around a control or button. */
export function ownerForm(element: Element): FormElement | null {
  const form = element.closest('wx-form')
  return form && form instanceof WxElement && 'act' in form ? (form as unknown as FormElement) : null
}
