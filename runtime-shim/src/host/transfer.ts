/** The page's side of `wx.uploadFile` and `wx.downloadFile`: downloaded files can be shown. */
import { hostFiles } from './files.ts'

export function hostTransfer(): void {
  hostFiles()
}
