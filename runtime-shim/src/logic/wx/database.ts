/** The app's own IndexedDB: tables that are read whole before user code runs, and then only written. */
import type { WxHost } from './registry.ts'

const TABLES = ['storage', 'files'] as const

/** A table as its owner sees it. Keys are strings; values anything that can be cloned. */
export interface Table<T> {
  /** Everything stored, read once at start. The owner keeps it up to date itself. */
  readonly rows: Map<string, T>
  /** Writes the current row of a key (or its absence) soon; resolves when it is durable. */
  save(key: string): Promise<void>
  /** Resolves when the rows are there; undefined before the app starts, and where the table lives in memory only. */
  opened?: Promise<void>
  /** Another tab of the same app changed these keys of `rows`. */
  changed: (keys: string[]) => void
}

/**
 * Opens a table; `host.before` waits until its rows are there. Where there is no IndexedDB (prerendering, tests) or it refuses (some private modes)
 * the table lives in memory only.
 */
export function openTable<T>(host: WxHost, name: (typeof TABLES)[number]): Table<T> {
  const rows = new Map<string, T>()
  const dirty = new Set<string>()
  let database: IDBDatabase | undefined
  let written: Promise<void> | undefined
  let channel: BroadcastChannel | undefined
  const table: Table<T> = {
    rows,
    save(key) {
      dirty.add(key)
      // All changes of one task are one transaction.
      written ??= Promise.resolve().then(() => {
        const keys = [...dirty]
        dirty.clear()
        written = undefined
        return database && write(database, name, keys, rows).then(() => channel?.postMessage(keys))
      })
      return written
    },
    changed: () => undefined,
  }

  const open = async (): Promise<void> => {
    const id = host.env.holder ?? `wxc ${new URL(host.env.base).pathname} ${host.config.appid ?? ''}`
    database = await openDatabase(id)
    await readAll(database, name, rows)
    channel = new BroadcastChannel(`${id} ${name}`)
    channel.onmessage = async ({ data }: MessageEvent<string[]>) => {
      await readKeys(database!, name, data.filter((key) => !dirty.has(key)), rows)
      table.changed(data)
    }
  }
  if (typeof indexedDB !== 'undefined') {
    host.before.push(() => (table.opened = open().catch((error) => console.warn('Storage does not outlive this visit:', error))))
  }
  return table
}

function openDatabase(id: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(id, 1)
    request.onupgradeneeded = () => TABLES.forEach((table) => request.result.createObjectStore(table))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves when the transaction has been committed. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = transaction.onerror = () => reject(transaction.error)
  })
}

async function readAll<T>(database: IDBDatabase, name: string, rows: Map<string, T>): Promise<void> {
  const transaction = database.transaction(name)
  const keys = transaction.objectStore(name).getAllKeys()
  const values = transaction.objectStore(name).getAll()
  await finished(transaction)
  keys.result.forEach((key, i) => rows.set(String(key), values.result[i]))
}

async function readKeys<T>(database: IDBDatabase, name: string, keys: string[], rows: Map<string, T>): Promise<void> {
  const transaction = database.transaction(name)
  const requests = keys.map((key) => transaction.objectStore(name).get(key))
  await finished(transaction)
  requests.forEach(({ result }, i) => (result === undefined ? rows.delete(keys[i]!) : rows.set(keys[i]!, result)))
}

function write<T>(database: IDBDatabase, name: string, keys: string[], rows: Map<string, T>): Promise<void> {
  const transaction = database.transaction(name, 'readwrite', { durability: 'relaxed' })
  const store = transaction.objectStore(name)
  for (const key of keys) {
    if (rows.has(key)) store.put(rows.get(key), key)
    else store.delete(key)
  }
  const done = finished(transaction)
  // Without waiting for the requests: the page may be closed in the next moment.
  transaction.commit()
  return done
}
