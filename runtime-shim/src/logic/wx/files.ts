/** `wx.getFileSystemManager`, and the file functions of old programs. */
import { decodeText, digestOf, encodeText } from './filecodec.ts'
import { fileFailure, FileTree, type FileBytes, type FileStats } from './filetree.ts'
import { apiFailure, asyncApi, typeName, type CallOptions, type Loose, type UserFunction, type WxHost } from './registry.ts'
import { inflate, zipEntries } from './zip.ts'

/** An open file. */
interface Descriptor {
  path: string
  reads: boolean
  writes: boolean
  appends: boolean
  position: number
}

/** A method with its synchronous twin: names of its positional arguments there, what to do, and what the twin returns of the result. */
interface Method {
  args: string[]
  run: (options: CallOptions) => object | void
  pick?: (result: Loose) => unknown
  types?: Record<string, string>
}

const MAX_OPEN = 1024
const FLAGS = ['a', 'ax', 'a+', 'ax+', 'as', 'as+', 'r', 'r+', 'w', 'wx', 'w+', 'wx+']

export function wxFiles(host: WxHost): Record<string, unknown> {
  const tree = new FileTree(host)
  const manager: Record<string, UserFunction> = {}
  const saved = async <T>(result: T): Promise<T> => {
    await Promise.all(tree.saving.splice(0))
    return result
  }
  const add = (name: string, { args, run, pick, types }: Method): void => {
    manager[name] = asyncApi(
      host,
      name,
      async (options) => {
        for (const path of ['path', 'filePath', 'srcPath']) await tree.prefetch(options[path])
        return saved(run(options))
      },
      types,
    )
    manager[`${name}Sync`] = (...given: unknown[]) => {
      // The descriptor methods take their options as an object here, too.
      const options = args.length ? Object.fromEntries(args.map((arg, i) => [arg, given[i]])) : ((given[0] ?? {}) as CallOptions)
      try {
        for (const type in types) expectType(options[type], types[type]!, type)
        const result = run(options)
        saved(undefined).catch((error: unknown) => console.error(`${name}Sync:fail`, error))
        return pick?.(result)
      } catch (thrown) {
        const { reason, message, more } = thrown as Loose
        throw Object.assign(new Error(`${name}Sync:fail ${reason ?? message ?? thrown}`), { errMsg: `${name}Sync:fail ${reason ?? message ?? thrown}`, ...more })
      }
    }
  }
  const methods = { ...pathMethods(tree), ...descriptorMethods(tree) }
  for (const name in methods) add(name, methods[name]!)

  const only = (name: string, run: (options: CallOptions) => unknown, types?: Record<string, string>): UserFunction => {
    const asynchronous = asyncApi(
      host,
      name,
      async (options) => {
        for (const path of ['filePath', 'zipFilePath']) await tree.prefetch(options[path])
        return saved(await run(options))
      },
      types,
    )
    return (manager[name] = asynchronous)
  }
  only('getSavedFileList', () => ({ fileList: tree.saved() }))
  only('removeSavedFile', ({ filePath }) => {
    if (!tree.saved().some((file) => file.filePath === filePath)) throw fileFailure('missing', 'unlink', filePath)
    tree.drop(filePath)
  }, { filePath: 'String' })
  only('getFileInfo', async ({ filePath, digestAlgorithm }) => {
    const bytes = tree.read(filePath, 'open')
    return { size: bytes.length, digest: await digestOf(bytes, digestAlgorithm) }
  }, { filePath: 'String' })
  only('unzip', async ({ zipFilePath, targetPath }) => {
    for (const entry of zipEntries(tree.read(zipFilePath, 'open'))) {
      // Names that climb out of the target are not for us.
      if (entry.path.split('/').includes('..')) continue
      const path = `${targetPath}/${entry.path}`
      if (entry.path.endsWith('/')) tree.makeDirectory(path, true)
      else {
        tree.makeDirectory(path.slice(0, path.lastIndexOf('/')), true)
        tree.write(path, await entry.read(), 'open')
      }
    }
  }, { zipFilePath: 'String', targetPath: 'String' })
  only('readZipEntry', (options) => readZipEntry(tree, options), { filePath: 'String' })
  manager.readCompressedFile = only('readCompressedFile', async ({ filePath }) => {
    const data = await inflate(tree.read(filePath, 'open'), 'brotli').catch((error) => {
      throw error?.reason ? error : apiFailure('brotli decompress fail', { errno: 1301111 })
    })
    return { data: data.buffer }
  }, { filePath: 'String' })
  manager.readCompressedFileSync = () => {
    throw new Error('readCompressedFileSync:fail brotli decompress fail')
  }

  const { saveFile, getFileInfo, getSavedFileList, removeSavedFile } = manager
  return {
    getFileSystemManager: () => manager,
    saveFile,
    getFileInfo,
    getSavedFileList,
    removeSavedFile,
    getSavedFileInfo: asyncApi(host, 'getSavedFileInfo', ({ filePath }) => {
      const found = tree.saved().find((file) => file.filePath === filePath)
      if (!found) throw fileFailure('missing', 'stat', filePath)
      return { size: found.size, createTime: found.createTime }
    }, { filePath: 'String' }),
  }
}

function expectType(value: unknown, type: string, name: string): void {
  if (typeName(value) !== type) throw apiFailure(`parameter error: parameter.${name} should be ${type} instead of ${typeName(value)};`, { errno: 1001 })
}

function pathMethods(tree: FileTree): Record<string, Method> {
  const filePath = { filePath: 'String' }
  const dirPath = { dirPath: 'String' }
  return {
    access: {
      args: ['path'],
      types: { path: 'String' },
      run({ path }) {
        if (!tree.exists(path)) throw fileFailure('missing', 'access', path)
      },
    },
    readFile: {
      args: ['filePath', 'encoding', 'position', 'length'],
      types: filePath,
      run: ({ filePath, encoding, position, length }) => ({ data: part(tree.read(filePath, 'open'), encoding, position, length) }),
      pick: (result) => result.data,
    },
    writeFile: {
      args: ['filePath', 'data', 'encoding'],
      types: filePath,
      run: ({ filePath, data, encoding }) => tree.write(filePath, toBytes(data, encoding), 'open'),
    },
    appendFile: {
      args: ['filePath', 'data', 'encoding'],
      types: filePath,
      run({ filePath, data, encoding }) {
        const old = tree.read(filePath, 'open')
        tree.write(filePath, splice(old, old.length, toBytes(data, encoding)), 'open')
      },
    },
    copyFile: {
      args: ['srcPath', 'destPath'],
      types: { srcPath: 'String', destPath: 'String' },
      run: ({ srcPath, destPath }) => tree.write(destPath, tree.read(srcPath, 'copyFile').slice(), 'copyFile'),
    },
    rename: { args: ['oldPath', 'newPath'], types: { oldPath: 'String', newPath: 'String' }, run: ({ oldPath, newPath }) => tree.rename(oldPath, newPath) },
    unlink: { args: ['filePath'], types: filePath, run: ({ filePath }) => tree.remove(filePath) },
    mkdir: { args: ['dirPath', 'recursive'], types: dirPath, run: ({ dirPath, recursive }) => tree.makeDirectory(dirPath, !!recursive) },
    rmdir: { args: ['dirPath', 'recursive'], types: dirPath, run: ({ dirPath, recursive }) => tree.removeDirectory(dirPath, !!recursive) },
    readdir: { args: ['dirPath'], types: dirPath, run: ({ dirPath }) => ({ files: tree.list(dirPath) }), pick: (result) => result.files },
    stat: {
      args: ['path', 'recursive'],
      types: { path: 'String' },
      run: ({ path, recursive }) => ({ stats: recursive && tree.isDirectory(path) ? allStats(tree, path) : statsOf(tree, path) }),
      pick: (result) => result.stats,
    },
    saveFile: {
      args: ['tempFilePath', 'filePath'],
      types: { tempFilePath: 'String' },
      run: ({ tempFilePath, filePath }) => ({ savedFilePath: tree.save(tempFilePath, filePath) }),
      pick: (result) => result.savedFilePath,
    },
    truncate: {
      args: [],
      types: filePath,
      run: ({ filePath, length = 0 }) => tree.write(filePath, resized(tree.read(filePath, 'open'), length), 'open'),
    },
  }
}

function statsOf(tree: FileTree, path: string): FileStats {
  if (!tree.exists(path)) throw fileFailure('missing', 'stat', path)
  return tree.stats(path, 'stat')
}

function allStats(tree: FileTree, path: string): { path: string; stats: FileStats }[] {
  const root = path.replace(/\/+$/, '')
  return [{ path: '/', stats: tree.stats(path, 'stat') }, ...tree.below(path).map((key) => ({ path: key.slice(root.length), stats: tree.stats(key, 'stat') }))]
}

function descriptorMethods(tree: FileTree): Record<string, Method> {
  const open = new Map<string, Descriptor>()
  let last = 0
  const opened = (fd: unknown): Descriptor => {
    if (typeof fd !== 'string') throw apiFailure('fd argument must be of type number', { errno: 1301008 })
    const descriptor = open.get(fd)
    if (!descriptor) throw apiFailure('bad file descriptor', { errno: 1300009 })
    return descriptor
  }
  const forbidden = (): object => apiFailure('permission denied, fd is writeonly or readonly', { errno: 1302001 })
  return {
    open: {
      args: [],
      types: { filePath: 'String' },
      run({ filePath: path, flag = 'r' }) {
        if (!FLAGS.includes(flag)) throw apiFailure('invalid flag', { errno: 1302003 })
        if (open.size >= MAX_OPEN) throw apiFailure('excced max concurrent fd limit', { errno: 1302002 })
        const exists = tree.exists(path)
        if (flag.includes('x') && exists) throw fileFailure('exists', 'open', path)
        if (flag[0] === 'r' && !exists) throw fileFailure('missing', 'open', path)
        if (flag[0] === 'w' || !exists) tree.write(path, new Uint8Array(), 'open')
        const fd = String(++last)
        const both = flag.includes('+')
        open.set(fd, { path, reads: both || flag[0] === 'r', writes: both || flag[0] !== 'r', appends: flag[0] === 'a', position: 0 })
        return { fd }
      },
      pick: (result) => result.fd,
    },
    close: {
      args: [],
      run({ fd }) {
        opened(fd)
        open.delete(fd)
      },
    },
    fstat: { args: [], run: ({ fd }) => ({ stats: tree.stats(opened(fd).path, 'fstat') }), pick: (result) => result.stats },
    ftruncate: {
      args: [],
      run({ fd, length = 0 }) {
        const { path, writes } = opened(fd)
        if (!writes) throw forbidden()
        tree.write(path, resized(tree.read(path, 'ftruncate'), length), 'ftruncate')
      },
    },
    read: {
      args: [],
      run({ fd, arrayBuffer, offset = 0, length, position }) {
        const file = opened(fd)
        if (!file.reads) throw forbidden()
        if (!(arrayBuffer instanceof ArrayBuffer)) throw apiFailure('array buffer does not exist', { errno: 1302005 })
        inRange(offset, arrayBuffer.byteLength, 'offset', 1301007)
        const wanted = length ?? arrayBuffer.byteLength - offset
        inRange(wanted, arrayBuffer.byteLength - offset, 'length', 1301006)
        const from = position ?? file.position
        const found = tree.read(file.path, 'read').subarray(from, from + wanted)
        new Uint8Array(arrayBuffer).set(found, offset)
        if (position === undefined || position === null) file.position += found.length
        return { bytesRead: found.length, arrayBuffer }
      },
      pick: ({ bytesRead, arrayBuffer }) => ({ bytesRead, arrayBuffer }),
    },
    write: {
      args: [],
      run({ fd, data, offset = 0, length, encoding, position }) {
        const file = opened(fd)
        if (!file.writes) throw forbidden()
        if (data === undefined || data === null) throw apiFailure('data to write is empty', { errno: 1301002 })
        let bytes = toBytes(data, encoding)
        if (typeof data !== 'string') {
          inRange(offset, bytes.length, 'offset', 1301007)
          if (length !== undefined) inRange(length, bytes.length - offset, 'length', 1301006)
          bytes = bytes.subarray(offset, length === undefined ? undefined : offset + length)
        }
        const old = tree.read(file.path, 'write')
        const at = file.appends ? old.length : (position ?? file.position)
        tree.write(file.path, splice(old, at, bytes), 'write')
        if (position === undefined || position === null) file.position = at + bytes.length
        return { bytesWritten: bytes.length }
      },
      pick: ({ bytesWritten }) => ({ bytesWritten }),
    },
  }
}

function inRange(value: unknown, max: number, name: string, errno: number): void {
  if (!(Number(value) >= 0 && Number(value) <= max)) throw apiFailure(`value of ${name} is out of range`, { errno })
}

/** A part of a file, as text when there is an encoding. */
function part(bytes: FileBytes, encoding: unknown, position?: number, length?: number): string | ArrayBuffer {
  if (position !== undefined && position !== null) inRange(position, bytes.length, 'position', 1301009)
  const from = position ?? 0
  if (length !== undefined && length !== null) inRange(length, bytes.length - from, 'length', 1301006)
  const wanted = bytes.slice(from, length === undefined || length === null ? undefined : from + length)
  return encoding === undefined || encoding === null || encoding === '' ? wanted.buffer : decodeText(wanted, encoding)
}

function toBytes(data: Loose, encoding: unknown = 'utf8'): FileBytes {
  if (typeof data === 'string') return encodeText(data, encoding ?? 'utf8')
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0))
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).slice()
  throw apiFailure(`parameter error: parameter.data should be String instead of ${typeName(data)};`, { errno: 1001 })
}

function resized(bytes: FileBytes, length: number): FileBytes {
  const result = new Uint8Array(Math.max(0, length))
  result.set(bytes.subarray(0, length))
  return result
}

/** `bytes` with `put` written over them from `at` on. */
function splice(bytes: FileBytes, at: number, put: FileBytes): FileBytes {
  const result = resized(bytes, Math.max(bytes.length, at + put.length))
  result.set(put, at)
  return result
}

async function readZipEntry(tree: FileTree, { filePath, encoding, entries }: CallOptions): Promise<object> {
  const archive = zipEntries(tree.read(filePath, 'open')).filter((entry) => !entry.path.endsWith('/'))
  const wanted: Loose[] = entries === 'all' ? archive.map(({ path }) => ({ path, encoding })) : (entries ?? [])
  const results: Record<string, object> = {}
  for (const { path, encoding, position, length } of wanted) {
    const entry = archive.find((one) => one.path === path)
    try {
      if (!entry) throw fileFailure('missing', 'open', path)
      results[path] = { errMsg: 'readZipEntry:ok', data: part(await entry.read(), encoding, position, length) }
    } catch (thrown) {
      results[path] = { errMsg: `readZipEntry:fail ${(thrown as Loose).reason ?? thrown}` }
    }
  }
  return { entries: results }
}
