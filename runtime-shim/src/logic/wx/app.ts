/** Events of the application, updates, restart and exit, preloading. */
import { hideApp } from '../app/app.ts'
import { asyncApi, eventPair, type CallOptions, type Loose, type UserFunction, type WxHost } from './registry.ts'

/** Reason of `onHide`: the user leaves the mini program. */
const LEFT = 0

export function wxApp(host: WxHost): Record<string, unknown> {
  const nothing = (api: string): unknown => asyncApi(host, api, () => undefined)
  return {
    ...eventPair(host, 'AppShow', 'appShow'),
    ...eventPair(host, 'AppHide', 'appHide'),
    ...eventPair(host, 'Error', 'error'),
    ...eventPair(host, 'UnhandledRejection', 'unhandledRejection'),
    ...eventPair(host, 'PageNotFound', 'pageNotFound'),
    ...eventPair(host, 'LazyLoadError', 'lazyLoadError'),
    ...eventPair(host, 'AudioInterruptionBegin', 'audioInterruptionBegin'),
    ...eventPair(host, 'AudioInterruptionEnd', 'audioInterruptionEnd'),
    ...eventPair(host, 'MemoryWarning', 'memoryWarning'),
    ...eventPair(host, 'EmbeddedMiniProgramHeightChange', 'embeddedHeight'),
    getUpdateManager: updateManager(host),
    getPluginUpdateManager: updateManager(host),
    preDownloadSubpackage: preDownload(host),
    restartMiniProgram: asyncApi(host, 'restartMiniProgram', ({ path }) => host.call('restart', { path: String(path ?? '') })),
    exitMiniProgram: asyncApi(host, 'exitMiniProgram', () => {
      if (!host.gesture) throw 'can only be invoked by user TAP gesture.'
      hideApp(LEFT)
      return host.call('exit')
    }),
    preloadAssets: asyncApi(host, 'preloadAssets', ({ data }) => host.post('preload', { urls: assetUrls(data) }), { data: 'Array' }),
    preloadWebview: nothing('preloadWebview'),
    preloadSkylineView: nothing('preloadSkylineView'),
    setEnableDebug: asyncApi(host, 'setEnableDebug', () => undefined, { enableDebug: 'Boolean' }),
    createCacheManager: () => cacheManager(host),
  }
}

/** What is deployed is what runs: there is never an update to wait for. */
function updateManager(host: WxHost): () => Loose {
  return () => ({
    onCheckForUpdate: (listener: UserFunction) => void setTimeout(() => host.guard(listener, undefined, { hasUpdate: false })),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => {
      throw new Error('applyUpdate:fail update is not ready')
    },
  })
}

/** Code of subpackages is fetched when it is first needed and cached by the browser, so the task is done at once. */
function preDownload(host: WxHost): (options?: CallOptions) => Loose {
  const start = asyncApi(host, 'preDownloadSubpackage', () => undefined, { packageType: 'String' })
  return (options) => {
    let listener: UserFunction | undefined
    const done = start(options)
    done?.catch(() => undefined)
    setTimeout(() => listener && host.guard(listener, undefined, { progress: 100, totalBytesWritten: 0, totalBytesExpectedToWrite: 0 }))
    return { onProgressUpdate: (fn: UserFunction) => void (listener = fn) }
  }
}

function assetUrls(data: Loose[]): string[] {
  return data.map((asset) => asset?.src).filter((src) => typeof src === 'string' && /^https?:/.test(src))
}

/** Rules are taken, nothing is cached: the browser's own cache does that work. */
function cacheManager(host: WxHost): Loose {
  let state = 0
  const ids = (rules: unknown): string[] => (Array.isArray(rules) ? rules : [rules]).map((_, i) => `rule_${i}`)
  return {
    addRule: (options: Loose) => ids(options?.rule)[0],
    addRules: (options: Loose) => ids(options?.rules),
    deleteRule: () => undefined,
    deleteRules: () => undefined,
    clearRules: () => undefined,
    match: () => null,
    deleteCache: () => undefined,
    deleteCaches: () => undefined,
    clearCaches: () => undefined,
    start: () => void (state = 1),
    stop: () => void (state = 2),
    on: (name: string, listener: UserFunction) => host.on(`cache ${name}`, listener),
    off: (name: string, listener?: UserFunction) => host.event(`cache ${name}`).delete(listener),
    get state() {
      return state
    },
  }
}
