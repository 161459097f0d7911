/** Log managers and reports: lines of the console, because there is no WeChat back end to collect them. */
import type { Loose, WxHost } from './registry.ts'

type Level = 'debug' | 'info' | 'log' | 'warn' | 'error'

export function wxReport(host: WxHost): Record<string, unknown> {
  const report = (name: string): ((...args: unknown[]) => void) => {
    return (...args) => {
      if (host.env.dev) console.debug(`wx.${name}`, ...args)
    }
  }
  return {
    getLogManager: () => writers(['debug', 'info', 'log', 'warn'], () => '[log]'),
    getRealtimeLogManager: () => realtimeLog(),
    reportAnalytics: report('reportAnalytics'),
    reportEvent: report('reportEvent'),
    reportMonitor: report('reportMonitor'),
    reportPerformance: report('reportPerformance'),
  }
}

function writers(levels: Level[], prefix: () => string): Record<string, Loose> {
  return Object.fromEntries(levels.map((level) => [level, (...args: unknown[]) => console[level](prefix(), ...args)]))
}

function realtimeLog(): Loose {
  let filter = ''
  const prefix = (): string => `[realtime log]${filter && ` [${filter}]`}`
  const writer: Loose = {
    ...writers(['info', 'warn', 'error'], prefix),
    setFilterMsg: (message: string) => void (filter = String(message)),
    addFilterMsg: (message: string) => void (filter += `${filter && ' '}${message}`),
    in: () => undefined,
    getCurrentState: () => ({ size: 0, maxSize: 5120, logCount: 0, maxLogCount: 200 }),
    tag: (name: string) => {
      const tagged = writers(['info', 'warn', 'error'], () => `${prefix()} [${name}]`)
      return { ...tagged, setFilterMsg: writer.setFilterMsg, addFilterMsg: writer.addFilterMsg }
    },
  }
  return writer
}
