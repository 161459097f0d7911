/**
 * What needs WeChat itself, as one interface that an integrator puts on the page before the view script runs:
 *
 * ```js
 * window.wxcHost = {
 *   async login() { return { code: await myServer.newCode() } },
 *   async requestPayment({ package: id }) { if (!(await myCashier(id))) throw 'cancel' },
 * }
 * ```
 *
 * A method gets the option object of the call without its callbacks and gives the result without `errMsg` (or a promise of it). What it throws becomes the
 * failure: a string is the reason (`'cancel'` → `requestPayment:fail cancel`), an object with `errMsg` is taken as it is, an `Error` gives its message.
 * Members that are missing fail with `<api>:fail not supported in browser`, errno 100.
 */
import { hostMethod } from '../view/host.ts'

/** The members that programs use most; any other host-only member of `wx` may be there too, and what `button open-type` asks for (`getPhoneNumber`, `contact`, `share` …). */
export interface HostBridge {
  login?(options: { timeout?: number }): Promise<{ code: string }> | { code: string }
  checkSession?(): unknown
  getUserInfo?(options: { lang?: string; withCredentials?: boolean }): unknown
  getUserProfile?(options: { desc: string; lang?: string }): unknown
  getPhoneNumber?(options: object): Promise<{ code: string }> | { code: string }
  authorize?(options: { scope: string }): unknown
  getSetting?(options: { withSubscriptions?: boolean }): unknown
  openSetting?(options: { withSubscriptions?: boolean }): unknown
  requestPayment?(options: { timeStamp: string; nonceStr: string; package: string; signType?: string; paySign: string }): unknown
  requestSubscribeMessage?(options: { tmplIds: string[] }): unknown
  chooseAddress?(options: object): unknown
  chooseInvoiceTitle?(options: object): unknown
  navigateToMiniProgram?(options: { appId?: string; path?: string; extraData?: unknown }): unknown
  shareAppMessage?(options: { title?: string; path?: string; imageUrl?: string }): unknown
  [api: string]: ((options: any) => unknown) | undefined
}

export function hostBridge(): void {
  hostMethod('bridge', ({ api, options }: { api: string; options: unknown }) => {
    const bridge = (globalThis as { wxcHost?: HostBridge }).wxcHost
    const method = bridge?.[api]
    if (typeof method !== 'function' || api in Object.prototype) throw 'not supported in browser'
    return method.call(bridge, options)
  })
}
