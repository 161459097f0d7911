/** Family "route-events": the events around a route, `rewriteRoute`, and `wx.router`, whose custom transitions only Skyline shows. */
import { rewriteRoute, watchRoutes } from '../router/events.ts'
import { asyncApi, eventPair } from './registry.ts'
import type { UserFunction, WxHost } from './registry.ts'

const ROUTE_EVENTS = ['AppRoute', 'AppRouteDone', 'BeforeAppRoute', 'BeforePageLoad', 'AfterPageLoad', 'BeforePageUnload', 'AfterPageUnload']

export function wxRouteEvents(host: WxHost): Record<string, unknown> {
  watchRoutes()
  const builders = new Map<string, UserFunction>()
  const members: Record<string, unknown> = {
    rewriteRoute: asyncApi(host, 'rewriteRoute', rewriteRoute, { url: 'String' }),
    router: {
      addRouteBuilder: (routeType: string, builder: UserFunction) => void builders.set(routeType, builder),
      removeRouteBuilder: (routeType: string) => void builders.delete(routeType),
      getRouteContext: () => undefined,
    },
  }
  for (const name of ROUTE_EVENTS) Object.assign(members, eventPair(host, name, name[0]!.toLowerCase() + name.slice(1)))
  return members
}
