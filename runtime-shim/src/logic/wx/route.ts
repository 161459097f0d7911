/** Family "route": the router functions, with URLs relative to the current page. */
import { routerFor } from '../router/router.ts'

export function wxRoute(): Record<string, unknown> {
  return routerFor()
}
