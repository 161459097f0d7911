/** `channel-live`: a live room of WeChat Channels. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineChannelLive(): void {
  definePlaceholderTag('channel-live', { reason: 'needs WeChat' })
}
