/** `wx.setStorage` and its kin: a mirror in memory for the synchronous calls, IndexedDB behind it. */
import { openTable } from './database.ts'
import { apiFailure, asyncApi, typeName, type CallOptions, type Loose, type WxHost } from './registry.ts'

const KB = 1024
const MAX_ENTRY = 1024 * KB
const MAX_TOTAL = 10 * 1024 * KB

/** What is stored of a value: its type and its text. Anything but the named types is JSON. */
type Entry = [type: string, text: string]

export function wxStorage(host: WxHost): Record<string, unknown> {
  const table = openTable<Entry>(host, 'storage')
  const { rows } = table
  /** Bytes of all rows; counted when first asked for, then kept. */
  let total: number | undefined
  table.changed = () => void (total = undefined)
  const used = (): number => (total ??= [...rows].reduce((sum, [key, entry]) => sum + sizeOf(key, entry), 0))

  const set = (key: string, value: unknown): Promise<void> => {
    const entry = encode(value)
    const size = sizeOf(key, entry)
    if (size > MAX_ENTRY) throw apiFailure('entry size limit reached')
    const old = rows.get(key)
    const next = used() + size - (old ? sizeOf(key, old) : 0)
    if (next > MAX_TOTAL) throw apiFailure('exceed storage max size')
    total = next
    rows.set(key, entry)
    return table.save(key)
  }
  const get = (key: string): unknown => {
    const entry = rows.get(key)
    return entry ? decode(entry) : ''
  }
  const remove = (key: string): Promise<void> => {
    total = undefined
    rows.delete(key)
    return table.save(key)
  }
  const clear = (): Promise<unknown> => Promise.all([...rows.keys()].map(remove))
  const setAll = (list: Loose[]): Promise<unknown> => Promise.all(list.map(({ key, value }) => set(checkedKey(key), value)))
  const getAll = (keys: Loose[]): unknown[] => keys.map((key) => get(checkedKey(key)))
  const info = (): object => ({ keys: [...rows.keys()], currentSize: Math.ceil(used() / KB), limitSize: MAX_TOTAL / KB })

  const asynchronous = (api: string, implement: (options: CallOptions) => unknown, types?: Record<string, string>): unknown =>
    asyncApi(host, api, async (options) => (await implement(options)) ?? {}, types)
  // A synchronous call cannot wait for the disk: a failure to write is reported, as any error nobody catches.
  const synchronous = (api: string, implement: (...args: Loose[]) => unknown): unknown => {
    return (...args: unknown[]) => {
      try {
        const result = implement(...args)
        if (!(result instanceof Promise)) return result
        result.catch((error: unknown) => console.error(`${api}:fail`, error))
      } catch (thrown) {
        throw new Error(`${api}:fail ${(thrown as Loose).reason ?? (thrown as Loose).message ?? thrown}`)
      }
    }
  }
  const key = { key: 'String' }
  return {
    setStorage: asynchronous('setStorage', (o) => set(o.key, o.data), key),
    setStorageSync: synchronous('setStorageSync', (name, value) => set(checkedKey(name), value)),
    getStorage: asynchronous(
      'getStorage',
      (o) => {
        if (!rows.has(o.key)) throw 'data not found'
        return { data: get(o.key) }
      },
      key,
    ),
    getStorageSync: synchronous('getStorageSync', (name) => get(checkedKey(name))),
    removeStorage: asynchronous('removeStorage', (o) => remove(o.key), key),
    removeStorageSync: synchronous('removeStorageSync', (name) => remove(checkedKey(name))),
    clearStorage: asynchronous('clearStorage', async () => void (await clear())),
    clearStorageSync: synchronous('clearStorageSync', clear),
    getStorageInfo: asynchronous('getStorageInfo', info),
    getStorageInfoSync: synchronous('getStorageInfoSync', info),
    batchSetStorage: asynchronous('batchSetStorage', async (o) => void (await setAll(o.kvList)), { kvList: 'Array' }),
    batchSetStorageSync: synchronous('batchSetStorageSync', setAll),
    batchGetStorage: asynchronous('batchGetStorage', (o) => ({ dataList: getAll(o.keyList) }), { keyList: 'Array' }),
    batchGetStorageSync: synchronous('batchGetStorageSync', getAll),
  }
}

function checkedKey(key: unknown): string {
  if (typeof key !== 'string') throw apiFailure(`parameter error: parameter should be String instead of ${typeName(key)};`)
  return key
}

/** Top-level dates, special numbers and undefined keep their type; inside objects JSON's rules hold, as in WeChat. */
function encode(value: unknown): Entry {
  const type = typeName(value)
  if (type === 'String' || type === 'Number' || type === 'Undefined') return [type, String(value)]
  if (type === 'Date') return [type, String((value as Date).getTime())]
  if (type === 'RegExp') return [type, JSON.stringify([(value as RegExp).source, (value as RegExp).flags])]
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? ['Undefined', ''] : ['JSON', text]
}

function decode([type, text]: Entry): unknown {
  if (type === 'String') return text
  if (type === 'Number') return Number(text)
  if (type === 'Undefined') return undefined
  if (type === 'Date') return new Date(Number(text))
  const value = JSON.parse(text)
  return type === 'RegExp' ? new RegExp(value[0], value[1]) : value
}

/** Bytes in UTF-8. */
function sizeOf(key: string, entry: Entry): number {
  return utf8Size(key) + utf8Size(entry[1])
}

function utf8Size(text: string): number {
  let size = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // Both halves of a surrogate pair count two.
    if (code > 0x7f) size += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return size
}
