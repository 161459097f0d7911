/** `wx.scanCode`. */
import { asyncApi, type WxHost } from './registry.ts'

/** Names of the browser's formats in WeChat's words. */
const SCAN_TYPES: Record<string, string> = {
  qr_code: 'QR_CODE',
  data_matrix: 'DATA_MATRIX',
  pdf417: 'PDF_417',
  aztec: 'AZTEC',
  code_128: 'CODE_128',
  code_39: 'CODE_39',
  code_93: 'CODE_93',
  codabar: 'CODABAR',
  ean_13: 'EAN_13',
  ean_8: 'EAN_8',
  itf: 'ITF',
  upc_a: 'UPC_A',
  upc_e: 'UPC_E',
}

export function wxScan(host: WxHost): Record<string, unknown> {
  return {
    scanCode: asyncApi(host, 'scanCode', async ({ onlyFromCamera }) => {
      const found: { text: string; format: string } | null = await host.call('scan', { onlyFromCamera: !!onlyFromCamera })
      if (!found) throw 'cancel'
      const rawData = btoa(String.fromCharCode(...new TextEncoder().encode(found.text)))
      return { result: found.text, scanType: SCAN_TYPES[found.format] ?? 'QR_CODE', charSet: 'UTF-8', rawData, path: '' }
    }),
  }
}
