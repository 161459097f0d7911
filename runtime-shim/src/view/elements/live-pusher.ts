/** `live-pusher`: pushes live video by RTMP. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineLivePusher(): void {
  definePlaceholderTag('live-pusher', { reason: 'needs WeChat: it pushes RTMP', event: 'error', detail: { errCode: 10001 } })
}
