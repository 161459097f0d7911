/** `wx.getPerformance`: entries of launches, routes and loaded files. */
import { watchRoutes } from '../router/events.ts'
import type { Loose, UserFunction, WxHost } from './registry.ts'

interface Entry {
  name: string
  entryType: string
  startTime: number
  duration: number
  [more: string]: unknown
}

const SUPPORTED = ['navigation', 'render', 'script', 'loadPackage', 'resource']

export function wxPerformance(host: WxHost): Record<string, unknown> {
  let size = 30
  let entries: Entry[] = []
  const observers = new Set<{ types: string[]; callback: UserFunction; handle: Loose }>()
  const add = (entry: Entry): void => {
    entries = [...entries, entry].slice(-size)
    for (const { types, callback, handle } of observers) {
      if (types.includes(entry.entryType)) host.guard(callback, undefined, list([entry]), handle)
    }
  }
  const started = new Map<unknown, Entry>()
  let launched = false
  watchRoutes()
  host.on('appRoute', ({ path, openType, routeEventId }: Loose) => {
    const launch = !launched && openType === 'appLaunch'
    launched = true
    const startTime = launch ? performance.timeOrigin : Date.now()
    const name = launch ? 'appLaunch' : 'route'
    started.set(routeEventId, { name, entryType: 'navigation', startTime, duration: 0, navigationStart: startTime, navigationType: openType, path })
  })
  host.on('appRouteDone', ({ routeEventId }: Loose) => {
    const entry = started.get(routeEventId)
    started.delete(routeEventId)
    if (!entry) return
    const duration = Date.now() - entry.startTime
    add({ ...entry, duration })
    add({ ...entry, name: 'firstRender', entryType: 'render', duration })
  })
  const resources = (): Entry[] =>
    performance.getEntriesByType('resource').map(({ name, startTime, duration }) => ({
      name: 'resourceTiming',
      entryType: 'resource',
      uri: name,
      startTime: performance.timeOrigin + startTime,
      duration,
    }))
  const list = (some: Entry[]): Loose => ({
    getEntries: () => [...some],
    getEntriesByName: (name: string, type?: string) => some.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
    getEntriesByType: (type: string) => some.filter((entry) => entry.entryType === type),
  })
  const now = (): Loose => list([...entries, ...resources()])
  const object = {
    getEntries: () => now().getEntries(),
    getEntriesByName: (name: string, type?: string) => now().getEntriesByName(name, type),
    getEntriesByType: (type: string) => now().getEntriesByType(type),
    setBufferSize: (wanted: number) => void (size = Math.max(0, Number(wanted) || 0)),
    createObserver(callback: UserFunction) {
      const observer = { types: [] as string[], callback, handle: {} as Loose }
      observer.handle = {
        supportedEntryTypes: SUPPORTED,
        observe({ entryTypes, type }: Loose) {
          observer.types = entryTypes ?? [type]
          observers.add(observer)
        },
        disconnect: () => void observers.delete(observer),
      }
      return observer.handle
    },
  }
  return { getPerformance: () => object }
}
