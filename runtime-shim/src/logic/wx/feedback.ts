/** `wx.showToast`, `wx.showLoading`, `wx.showModal`, `wx.showActionSheet`; what they look like is in `host/feedback.ts`. */
import { asyncApi, type CallOptions, type WxHost } from './registry.ts'

const MAX_ITEMS = 6
const ICONS = ['success', 'error', 'loading', 'none']

export function wxFeedback(host: WxHost): Record<string, unknown> {
  const hide = (api: string, kind: string): unknown => {
    return asyncApi(host, api, ({ noConflict }) => host.call('hideToast', noConflict ? { only: kind } : {}))
  }
  return {
    showToast: asyncApi(
      host,
      'showToast',
      ({ title, icon, image, duration, mask }) => {
        return host.call('showToast', {
          kind: 'toast',
          title,
          icon: ICONS.includes(icon) ? icon : 'success',
          image: image ? String(image) : '',
          duration: typeof duration === 'number' && duration >= 0 ? duration : 1500,
          mask: !!mask,
        })
      },
      { title: 'String' },
    ),
    showLoading: asyncApi(
      host,
      'showLoading',
      ({ title, mask }) => host.call('showToast', { kind: 'loading', title, icon: 'loading', image: '', duration: 0, mask: !!mask }),
      { title: 'String' },
    ),
    hideToast: hide('hideToast', 'toast'),
    hideLoading: hide('hideLoading', 'loading'),
    showModal: asyncApi(host, 'showModal', (options) => host.call('showModal', modal(options))),
    showActionSheet: asyncApi(
      host,
      'showActionSheet',
      async ({ itemList, itemColor, alertText }) => {
        if (itemList.length > MAX_ITEMS) throw 'parameter error: itemList should not be large than 6'
        if (!itemList.length) throw 'parameter error: parameter.itemList should have at least 1 item;'
        const tapIndex = await host.call('showActionSheet', {
          items: itemList.map(String),
          color: itemColor ?? '',
          alert: alertText === undefined ? '' : String(alertText),
        })
        if (tapIndex < 0) throw 'cancel'
        return { tapIndex }
      },
      { itemList: 'Array' },
    ),
  }
}

function modal(options: CallOptions): unknown {
  const label = (name: string, standard: string): string => {
    const value = options[name]
    if (value === undefined || value === null || value === '') return standard
    // A Chinese character is as wide as two Latin ones.
    const width = [...String(value)].reduce((sum, char) => sum + (char > '\xff' ? 2 : 1), 0)
    if (width > 8) throw `parameter error: ${name} length should not larger than 4 Chinese characters`
    return String(value)
  }
  const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value))
  return {
    title: text(options.title),
    content: text(options.content),
    showCancel: options.showCancel ?? true,
    cancelText: label('cancelText', '取消'),
    cancelColor: options.cancelColor ?? '',
    confirmText: label('confirmText', '确定'),
    confirmColor: options.confirmColor ?? '#576B95',
    editable: !!options.editable,
    placeholder: text(options.placeholderText),
  }
}
