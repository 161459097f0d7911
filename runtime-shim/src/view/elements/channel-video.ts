/** `channel-video`: a video of WeChat Channels. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineChannelVideo(): void {
  definePlaceholderTag('channel-video', { reason: 'needs WeChat', event: 'error' })
}
