/** `wx.cloud` without a cloud: `init` works, calls fail as they do when the environment cannot be reached. */
import { asyncApi, type Loose, type WxHost } from './registry.ts'

const CLOUD_CALLS = ['callFunction', 'uploadFile', 'downloadFile', 'getTempFileURL', 'deleteFile', 'callContainer', 'connectContainer']

export function wxCloud(host: WxHost): Record<string, unknown> {
  let ready = false
  host.unsupported.add('cloud')
  const call = (api: string): unknown =>
    asyncApi(host, api, () => {
      throw ready ? { errMsg: `${api}:fail not supported in browser`, errCode: -1, errno: 100 } : new Error("Cloud API isn't enabled, please call wx.cloud.init first")
    })
  const cloud: Loose = {
    init: () => void (ready = true),
    database: () => database(call),
    CloudID: (id: string) => ({ cloudID: id }),
    CDN: (target: unknown) => target,
  }
  for (const name of CLOUD_CALLS) cloud[name] = call(`cloud.${name}`)
  return { cloud }
}

/** Queries can be built; running them fails. */
function database(call: (api: string) => unknown): Loose {
  const query: Loose = {}
  for (const name of ['doc', 'where', 'orderBy', 'limit', 'skip', 'field', 'aggregate', 'match', 'group', 'project', 'sort', 'lookup', 'unwind', 'sample', 'count']) {
    query[name] = () => query
  }
  for (const name of ['get', 'add', 'count', 'update', 'set', 'remove', 'end']) query[name] = call(`database.${name}`)
  query.watch = (options: Loose) => {
    options?.onError?.(new Error('database.watch:fail not supported in browser'))
    return { close: () => undefined }
  }
  const command: unknown = new Proxy(() => command, { get: (_, name) => (name === 'then' || typeof name === 'symbol' ? undefined : command) })
  return {
    collection: () => query,
    command,
    Geo: command,
    serverDate: () => new Date(),
    RegExp: (options: Loose) => new RegExp(options?.regexp, options?.options),
  }
}
