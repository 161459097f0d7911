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

export function isFormField(element: Element): element is FormField {
  return 'formValue' in element
}

/** The form around a control or button. */
export function ownerForm(element: Element): FormElement | null {
  const form = element.closest('wx-form')
  return form && form instanceof WxElement && 'act' in form ? (form as unknown as FormElement) : null
}
