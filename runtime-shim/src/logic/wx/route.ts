/** Family "route": the router functions with URLs relative to the current page, and the events around a route. */
import { routerFor } from '../router/router.ts'
import { asyncApi, eventPair } from './registry.ts'
import type { WxHost } from './registry.ts'

const ROUTE_EVENTS = ['AppRoute', 'AppRouteDone', 'BeforeAppRoute', 'BeforePageLoad', 'AfterPageLoad', 'BeforePageUnload', 'AfterPageUnload']

export function wxRoute(host: WxHost): Record<string, unknown> {
  const members: Record<string, unknown> = { ...routerFor() }
  for (const name of ROUTE_EVENTS) Object.assign(members, eventPair(host, name, name[0]!.toLowerCase() + name.slice(1)))
  members.enableAlertBeforeUnload = asyncApi(host, 'enableAlertBeforeUnload', ({ message }) => host.call('alertBeforeUnload', { message }), { message: 'String' })
  members.disableAlertBeforeUnload = asyncApi(host, 'disableAlertBeforeUnload', () => host.call('alertBeforeUnload', {}))
  return members
}
