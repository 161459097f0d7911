/** Toast, modal dialog and action sheet, as WeChat draws them on a screen of 375 px. */
import { fileUrl } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'
import { view } from '../view/view.ts'
import { addSheet, el, openLayer } from './overlay.ts'

interface ToastArgs { kind: 'toast' | 'loading'; title: string; icon: string; image: string; duration: number; mask: boolean }

export interface ModalArgs {
  title: string
  content: string
  showCancel: boolean
  cancelText: string
  cancelColor: string
  confirmText: string
  confirmColor: string
  editable: boolean
  placeholder: string
}

interface SheetArgs { items: string[]; color: string; alert: string }

const feedbackStyle = `
.wxc-toast{position:absolute;inset:0;z-index:10001;pointer-events:none}
.wxc-toast.masked{pointer-events:auto}
.wxc-toast>div{position:absolute;left:50%;top:40%;transform:translate(-50%,-50%);min-width:136px;max-width:min(75%,288px);min-height:136px;padding:24px 12px;display:flex;
flex-direction:column;align-items:center;justify-content:center;border-radius:12px;background:#4c4c4c;color:rgba(255,255,255,.9);
font:17px/1.4 -apple-system,BlinkMacSystemFont,"PingFang SC","Helvetica Neue",sans-serif;text-align:center;overflow-wrap:anywhere;animation:wxc-fade .1s}
.wxc-toast>div>*+span{margin-top:12px}
.wxc-toast>div.plain{min-width:152px;min-height:0;padding:12px 16px}
.wxc-toast span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;font-size:14px}
.wxc-toast .plain span{font-size:14px}
.wxc-toast svg,.wxc-toast img{width:40px;height:40px;object-fit:contain;flex:none}
.wxc-toast .loading svg{animation:wxc-turn 1s steps(12) infinite}
@keyframes wxc-turn{to{transform:rotate(1turn)}}
@keyframes wxc-fade{from{opacity:0}}
.wxc-modal{position:absolute;left:50%;top:50%;width:min(320px,100% - 48px);max-height:90%;transform:translate(-50%,-50%);display:flex;flex-direction:column;overflow:hidden;
border-radius:12px;background:#fff;text-align:center;animation:wxc-fade .2s}
.wxc-modal h2{margin:0;padding:32px 24px 16px;font-size:17px;line-height:1.4;font-weight:700;overflow-wrap:anywhere}
.wxc-modal h2:last-of-type:nth-last-child(2){padding-bottom:32px}
.wxc-modal p{margin:0 0 32px;padding:0 24px;min-height:24px;overflow:auto;color:rgba(0,0,0,.5);white-space:pre-wrap;overflow-wrap:anywhere}
.wxc-modal p:first-child{margin-top:32px;color:rgba(0,0,0,.9);font-weight:700}
.wxc-modal input{all:unset;display:block;margin:0 24px 32px;padding:12px;border-radius:4px;background:#f2f2f2;text-align:left;user-select:text;-webkit-user-select:text}
.wxc-modal input:first-child{margin-top:32px}
.wxc-modal footer{flex:none;display:flex;border-top:.5px solid rgba(0,0,0,.1)}
.wxc-modal footer button{flex:1;height:56px;font-weight:700}
.wxc-modal footer button:active,.wxc-sheet button:active{background:rgba(0,0,0,.05)}
.wxc-modal footer button+button{border-left:.5px solid rgba(0,0,0,.1)}
.wxc-sheet{position:absolute;left:0;right:0;bottom:0;max-height:90%;overflow:auto;border-radius:12px 12px 0 0;background:#f7f7f7;animation:wxc-rise .25s}
@keyframes wxc-rise{from{transform:translateY(100%)}}
.wxc-sheet>div{background:#fff;margin-bottom:8px}
.wxc-sheet p{margin:0;padding:20px 24px;font-size:12px;color:rgba(0,0,0,.5);text-align:center;border-bottom:.5px solid rgba(0,0,0,.1)}
.wxc-sheet button{display:block;width:100%;min-height:56px;padding:16px 24px;line-height:24px;background:#fff;overflow-wrap:anywhere}
.wxc-sheet button+button{border-top:.5px solid rgba(0,0,0,.1)}
.wxc-sheet>button{padding-bottom:calc(16px + var(--wxc-bottom,0px))}
@media(prefers-color-scheme:dark){
.wx-dark-capable .wxc-modal{background:#2c2c2c;color:rgba(255,255,255,.8)}
.wx-dark-capable .wxc-modal p{color:rgba(255,255,255,.5)}
.wx-dark-capable .wxc-modal p:first-child{color:rgba(255,255,255,.8)}
.wx-dark-capable .wxc-modal input{background:#393939;color:rgba(255,255,255,.8)}
.wx-dark-capable .wxc-modal footer,.wx-dark-capable .wxc-modal footer button+button{border-color:rgba(255,255,255,.1)}
.wx-dark-capable .wxc-sheet{background:#111;color:rgba(255,255,255,.8)}
.wx-dark-capable .wxc-sheet>div,.wx-dark-capable .wxc-sheet button{background:#2c2c2c}
.wx-dark-capable .wxc-sheet p{color:rgba(255,255,255,.5)}
}
`

const toastIcons: Record<string, string> = {
  success: '<path d="M7 21.5 16 30 34 11.5" fill="none" stroke="currentColor" stroke-width="3"/>',
  error: '<circle cx="20" cy="20" r="17" fill="none" stroke="currentColor" stroke-width="2.5"/><path d="M20 10v13m0 4v3" stroke="currentColor" stroke-width="3"/>',
  loading: Array.from({ length: 12 }, (_, i) => `<path d="M20 3v8" stroke="currentColor" stroke-width="3" stroke-linecap="round" opacity="${((i + 1) / 12).toFixed(2)}" transform="rotate(${i * 30} 20 20)"/>`).join(''),
}

/** The one toast there can be. */
const shownToast: { box?: HTMLElement; kind?: string; timer?: number } = {}

export function hostFeedback(): void {
  hostMethod('showToast', showToast)
  hostMethod('hideToast', ({ only }: { only?: string }) => {
    if (!only || only === shownToast.kind) dropToast()
  })
  hostMethod('showModal', showModal)
  hostMethod('showActionSheet', showActionSheet)
}

function showToast({ kind, title, icon, image, duration, mask }: ToastArgs): void {
  addSheet(feedbackStyle)
  dropToast()
  const box = el('div', image ? 'image' : icon === 'none' ? 'plain' : icon)
  if (image) box.append(el('img', '', { src: fileUrl(image), alt: '' }))
  else if (icon !== 'none') box.innerHTML = `<svg viewBox="0 0 40 40" aria-hidden="true">${toastIcons[icon]}</svg>`
  if (title) box.append(el('span', '', {}, title))
  const layer = el('div', mask ? 'wxc-toast masked' : 'wxc-toast', { role: 'status', 'aria-live': 'polite', 'aria-busy': kind === 'loading' ? 'true' : '' })
  view.root.append(layer)
  // After the live region is in the document, so that screen readers say it.
  layer.append(box)
  shownToast.box = layer
  shownToast.kind = kind
  if (kind === 'toast') shownToast.timer = setTimeout(dropToast, duration)
}

function dropToast(): void {
  clearTimeout(shownToast.timer)
  shownToast.box?.remove()
  shownToast.box = shownToast.kind = shownToast.timer = undefined
}

export function showModal(args: ModalArgs): Promise<{ confirm: boolean; cancel: boolean; content: string | null }> {
  addSheet(feedbackStyle)
  return new Promise((resolve) => {
    const input = args.editable ? (el('input', '', { placeholder: args.placeholder, value: args.content, 'aria-label': args.title || args.placeholder, autofocus: 'true' }) as HTMLInputElement) : undefined
    const text = args.content && !input ? el('p', '', { id: 'wxc-modal-text' }, args.content) : undefined
    const answer = (confirm: boolean): void => {
      close()
      resolve({ confirm, cancel: !confirm, content: confirm && input ? input.value : null })
    }
    const confirm = el('button', '', { autofocus: input ? '' : 'true' }, args.confirmText)
    const cancel = el('button', '', {}, args.cancelText)
    confirm.style.color = args.confirmColor
    cancel.style.color = args.cancelColor
    confirm.onclick = () => answer(true)
    cancel.onclick = () => answer(false)
    const footer = el('footer', '', {}, ...(args.showCancel ? [cancel] : []), confirm)
    const title = args.title ? [el('h2', '', {}, args.title)] : []
    const body = input ?? text
    const box = el(
      'div',
      'wxc-modal',
      { role: 'alertdialog', 'aria-modal': 'true', 'aria-label': args.title || args.content, 'aria-describedby': text && 'wxc-modal-text' },
      ...title,
      ...(body ? [body] : []),
      footer,
    )
    if (input) input.onkeydown = (event) => void (event.key === 'Enter' && !event.isComposing && answer(true))
    const { close } = openLayer([el('div', 'wxc-mask'), box], () => answer(!args.showCancel))
  })
}

/** The index that was tapped, −1 when the sheet was left. */
function showActionSheet({ items, color, alert }: SheetArgs): Promise<number> {
  addSheet(feedbackStyle)
  return new Promise((resolve) => {
    const answer = (index: number): void => {
      close()
      resolve(index)
    }
    const buttons = items.map((text, index) => {
      const button = el('button', '', { autofocus: index ? '' : 'true' }, text)
      button.style.color = color
      button.onclick = () => answer(index)
      return button
    })
    const cancel = el('button', '', {}, '取消')
    const mask = el('div', 'wxc-mask')
    cancel.onclick = mask.onclick = () => answer(-1)
    const list = el('div', '', {}, ...(alert ? [el('p', '', {}, alert)] : []), ...buttons)
    const { close } = openLayer([mask, el('div', 'wxc-sheet', { role: 'dialog', 'aria-modal': 'true', 'aria-label': alert || '操作' }, list, cancel)], () => answer(-1))
  })
}
