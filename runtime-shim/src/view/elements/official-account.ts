/** `official-account`: follow an official account. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineOfficialAccount(): void {
  definePlaceholderTag('official-account', { reason: 'needs WeChat', event: 'error', detail: { status: -2 } })
}
