/** The page that stands for a path no page has: the view writes a note into its container. */
import { Unit } from '../component/unit.ts'
import { openUnit } from '../router/router.ts'
import type { PageUrl } from '../router/url.ts'

export function openMissing(url: PageUrl): void {
  const unit = new Unit(url.path, { kind: 'page' }, () => ({ main: null }))
  unit.define({}, true)
  openUnit(unit, url, 'appLaunch')
}
