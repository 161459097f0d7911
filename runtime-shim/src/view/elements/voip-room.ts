/** `voip-room`: group calls of WeChat. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineVoipRoom(): void {
  definePlaceholderTag('voip-room', { reason: 'needs WeChat', event: 'error' })
}
