/** The scanner: the camera where the browser can read codes, a picture, or the code typed in. */
import { hostMethod } from '../view/host.ts'
import { addSheet, el, openLayer } from './overlay.ts'

interface Code { rawValue: string; format: string }
interface Detector { detect(source: CanvasImageSource | Blob): Promise<Code[]> }

const scanStyle = `
.wxc-scan{position:absolute;inset:0;background:#111;color:#fff;display:flex;flex-direction:column;justify-content:flex-end}
.wxc-scan video{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.wxc-scan form{position:relative;display:flex;flex-wrap:wrap;gap:8px;padding:16px 16px calc(24px + var(--wxc-bottom,0px));background:rgba(0,0,0,.6)}
.wxc-scan p{flex:1 0 100%;margin:0;font-size:14px;color:rgba(255,255,255,.8)}
.wxc-scan form input[type=text]{all:unset;flex:1 0 100%;box-sizing:border-box;padding:12px;border-radius:8px;background:rgba(255,255,255,.15);user-select:text;-webkit-user-select:text}
.wxc-layer .wxc-scan button{flex:1;padding:12px;border-radius:8px;background:rgba(255,255,255,.15)}
.wxc-layer .wxc-scan button[type=submit]{background:#07c160}
`

export function hostScan(): void {
  hostMethod('scan', ({ onlyFromCamera }: { onlyFromCamera: boolean }) => scan(onlyFromCamera))
}

function scan(onlyFromCamera: boolean): Promise<{ text: string; format: string } | null> {
  addSheet(scanStyle)
  const Type = (globalThis as { BarcodeDetector?: new () => Detector }).BarcodeDetector
  const detector = Type && new Type()
  return new Promise((resolve) => {
    const video = el('video', '', { muted: 'true', playsinline: 'true' }) as HTMLVideoElement
    const hint = el('p', '', { role: 'status' }, detector ? '将二维码/条码放入框内' : '请输入二维码/条码内容')
    const text = el('input', '', { type: 'text', 'aria-label': '二维码/条码内容', placeholder: '二维码/条码内容' }) as HTMLInputElement
    const cancel = el('button', '', { type: 'button' }, '取消')
    const album = el('button', '', { type: 'button' }, '相册')
    const form = el('form', '', {}, hint, text, cancel, ...(detector && !onlyFromCamera ? [album] : []), el('button', '', { type: 'submit' }, '确定'))
    let stream: MediaStream | undefined
    let open = true
    const answer = (code: { text: string; format: string } | null): void => {
      if (!open) return
      open = false
      for (const track of stream?.getTracks() ?? []) track.stop()
      close()
      resolve(code)
    }
    const look = async (source: CanvasImageSource | Blob): Promise<boolean> => {
      const [code] = await detector!.detect(source).catch(() => [])
      if (code) answer({ text: code.rawValue, format: code.format })
      return !!code
    }
    cancel.onclick = () => answer(null)
    form.onsubmit = (event) => {
      event.preventDefault()
      if (text.value) answer({ text: text.value, format: 'qr_code' })
    }
    album.onclick = () => {
      const input = el('input', '', { type: 'file', accept: 'image/*' }) as HTMLInputElement
      input.onchange = async () => {
        if (input.files?.[0] && !(await look(input.files[0]))) hint.textContent = '未发现二维码/条码'
      }
      input.click()
    }
    const { close } = openLayer([el('div', 'wxc-scan', { role: 'dialog', 'aria-modal': 'true', 'aria-label': '扫一扫' }, video, form)], () => answer(null))
    if (!detector || !navigator.mediaDevices) return text.focus()
    const watch = async (): Promise<void> => {
      if (open && !(await look(video))) setTimeout(watch, 200)
    }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      async (found) => {
        stream = found
        if (!open) return found.getTracks().forEach((track) => track.stop())
        video.srcObject = found
        await video.play()
        await watch()
      },
      () => void (hint.textContent = '无法使用相机，请输入二维码/条码内容'),
    )
  })
}
