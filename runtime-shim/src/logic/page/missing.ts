/** A path no page has: `onPageNotFound`, or a page that says so; the view writes that into its container. */
import { appHook } from '../app/app.ts'
import { Unit } from '../component/unit.ts'
import { leadElsewhere } from '../router/router.ts'
import type { PageUrl } from '../router/url.ts'

export function pageNotFound(url: PageUrl, isEntryPage: boolean): void {
  const stand = new Unit(url.path, { kind: 'page' }, () => ({ main: null }))
  stand.define({}, true)
  leadElsewhere(url, () => appHook('onPageNotFound', 'pageNotFound', { path: url.path, query: { ...url.query }, isEntryPage }), stand)
}
