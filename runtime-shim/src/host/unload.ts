/** `wx.enableAlertBeforeUnload`: back asks before it leaves the page, and the browser before it closes or reloads the window. */
import { hostMethod } from '../view/host.ts'
import { topPage, view, type PageBox } from '../view/view.ts'
import { showModal, type ModalArgs } from './feedback.ts'

/** The dialog without its text. */
const ALERT: ModalArgs = {
  title: '',
  content: '',
  showCancel: true,
  cancelText: '取消',
  cancelColor: '#000000',
  confirmText: '确定',
  confirmColor: '#576b95',
  editable: false,
  placeholder: '',
}

export function hostUnload(): void {
  /** What to ask, by page. */
  const questions = new Map<number, string>()
  let asking = false
  const question = (): string | undefined => questions.get(topPage()?.id ?? 0)
  const closing = (event: BeforeUnloadEvent): void => {
    if (question() !== undefined) event.preventDefault()
  }
  const change = (page: number, message: string | undefined): void => {
    if (message === undefined) questions.delete(page)
    else questions.set(page, message)
    // While it listens, the browser may not keep the document for a later return.
    if (questions.size) addEventListener('beforeunload', closing)
    else removeEventListener('beforeunload', closing)
  }
  hostMethod('alertBeforeUnload', ({ page, message }: { page: number; message?: string }) => change(page, message))
  ;(view.hooks.pageGone ??= []).push((page: PageBox) => change(page.id, undefined))
  view.hooks.leave = (go) => {
    const content = question()
    if (content === undefined) return false
    if (!asking) {
      asking = true
      void showModal({ ...ALERT, content }).then(({ confirm }) => {
        asking = false
        if (confirm) go()
      })
    }
    return true
  }
}
