/** The page's side of locations: Geolocation, a dialog to choose a place, pages of other sites. */
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'
import { addSheet, el, openLayer, waitForTap } from './overlay.ts'

const watching: { id?: number } = {}

export function hostLocation(): void {
  hostMethod('position', position)
  hostMethod('watchPosition', () => {
    if (!navigator.geolocation) throw 'not supported in browser'
    stopWatching()
    watching.id = navigator.geolocation.watchPosition(
      (found) => emitHost('position', plain(found.coords)),
      (error) => emitHost('positionError', { errCode: error.code }),
    )
  })
  hostMethod('stopPosition', stopWatching)
  hostMethod('choosePlace', choosePlace)
  hostMethod('openPage', async ({ url, label }: { url: string; label: string }) => {
    if (!(await waitForTap(label || '打开地图'))) return false
    open(url, '_blank', 'noopener')
    return true
  })
}

function stopWatching(): void {
  if (watching.id !== undefined) navigator.geolocation.clearWatch(watching.id)
  watching.id = undefined
}

function plain(coords: GeolocationCoordinates): object {
  const { latitude, longitude, accuracy, altitude, altitudeAccuracy, speed } = coords
  return { latitude, longitude, accuracy, altitude: altitude ?? 0, verticalAccuracy: altitudeAccuracy ?? 0, horizontalAccuracy: accuracy, speed: speed ?? -1 }
}

function position({ high = false, timeout = 0 } = {}): Promise<object> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject('not supported in browser')
    navigator.geolocation.getCurrentPosition(
      (found) => resolve(plain(found.coords)),
      ({ code, message }) => reject(code === 1 ? 'auth deny' : code === 3 ? 'timeout' : message || 'position unavailable'),
      { enableHighAccuracy: high, timeout: timeout || 20000 },
    )
  })
}

/** Where there is no map to choose from: name, address and coordinates by hand, starting from where the device is. */
async function choosePlace({ latitude, longitude }: { latitude?: number; longitude?: number }): Promise<object | null> {
  addSheet(`
.wxc-place{position:absolute;left:0;right:0;bottom:0;padding:24px 16px calc(24px + var(--wxc-bottom,0px));border-radius:12px 12px 0 0;background:#f7f7f7;display:grid;gap:8px;grid-template-columns:1fr 1fr}
.wxc-place input{all:unset;grid-column:span 2;box-sizing:border-box;width:100%;padding:12px;border-radius:8px;background:#fff;user-select:text;-webkit-user-select:text}
.wxc-place input[inputmode]{grid-column:span 1}.wxc-layer .wxc-place button{padding:12px;border-radius:8px;background:#fff}.wxc-layer .wxc-place button[type=submit]{background:#07c160;color:#fff}`)
  const here = latitude === undefined || longitude === undefined ? await position().catch(() => undefined) : { latitude, longitude }
  const start = (here ?? { latitude: 39.9087, longitude: 116.3975 }) as { latitude: number; longitude: number }
  return new Promise((resolve) => {
    const field = (label: string, value: string, mode?: string): HTMLInputElement =>
      el('input', '', { placeholder: label, 'aria-label': label, value, inputmode: mode }) as HTMLInputElement
    const name = field('名称', '')
    const address = field('地址', '')
    const lat = field('纬度', String(start.latitude), 'decimal')
    const lon = field('经度', String(start.longitude), 'decimal')
    const cancel = el('button', '', { type: 'button' }, '取消')
    const form = el('form', 'wxc-place', { role: 'dialog', 'aria-modal': 'true', 'aria-label': '选择位置' }, name, address, lat, lon, cancel, el('button', '', { type: 'submit' }, '确定'))
    const answer = (place: object | null): void => {
      close()
      resolve(place)
    }
    cancel.onclick = () => answer(null)
    form.onsubmit = (event) => {
      event.preventDefault()
      answer({ name: name.value, address: address.value, latitude: Number(lat.value), longitude: Number(lon.value) })
    }
    const { close } = openLayer([el('div', 'wxc-mask'), form], () => answer(null))
    name.focus()
  })
}
