/** `functional-page-navigator`: pages of WeChat for plugins. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineFunctionalPageNavigator(): void {
  definePlaceholderTag('functional-page-navigator', { reason: 'needs WeChat', event: 'fail' })
}
