/** `form`: collects the values of its named controls on submit, sends them back to where they started on reset. */
import { ownerOf } from '../apply/block.ts'
import { callApi } from '../events/api.ts'
import { defineElement, WxElement } from './element.ts'
import { isFormField, type FormElement, type FormField } from './form-field.ts'

class WxForm extends WxElement implements FormElement {
  static override props = { reportSubmit: { type: 'boolean' }, reportSubmitTimeout: { type: 'number' } } as const

  act(formType: string): void {
    const target = { id: this.id }
    const fields = this.fields()
    if (formType === 'submit') {
      const value: Record<string, unknown> = {}
      for (const [name, field] of fields) value[name] = field.formValue()
      const detail: Record<string, unknown> = { value, target }
      if (this.flag('reportSubmit')) detail.formId = 'requestFormId:fail deprecated'
      this.emit('submit', detail)
    } else if (formType === 'reset') {
      for (const [, field] of fields) field.formReset()
      this.emit('reset', { target })
    } else void callApi(formType)
  }

  /** Named controls of the form's own component, in document order. */
  private fields(): [name: string, field: FormField][] {
    const owner = ownerOf(this)
    const found: [string, FormField][] = []
    for (const element of this.querySelectorAll('[name]')) {
      if (isFormField(element) && ownerOf(element) === owner) found.push([element.getAttribute('name')!, element])
    }
    return found
  }
}

export function defineForm(): void {
  defineElement('form', WxForm)
}
