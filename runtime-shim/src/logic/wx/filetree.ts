/** The tree of kept files: paths, permissions, and what the synchronous methods of a FileSystemManager do to it. Errors as in `api.md` B.5. */
import { USER_DATA_PATH } from './base.ts'
import { openTable, type Table } from './database.ts'
import { bytesOfBlob, bytesOfUrl, fileSpace, packageUrl, showFile } from './filespace.ts'
import { apiFailure, type WxHost } from './registry.ts'

export type FileBytes = Uint8Array<ArrayBuffer>

/** A file, or (without a blob) a directory. Times are ms since 1970. */
export interface FileRow {
  blob?: Blob
  created: number
  modified: number
}

/** What `stat` gives. Times are seconds. */
export interface FileStats {
  mode: number
  size: number
  lastAccessedTime: number
  lastModifiedTime: number
  isDirectory(): boolean
  isFile(): boolean
}

const MAX_KEPT = 200 * 1024 * 1024
const STORE = 'wxfile://store_'

/** Bytes of blobs that were made here: reading them again costs nothing. */
const knownBytes = new WeakMap<Blob, FileBytes>()

/** `errno` and text of each failure. */
const FAILURES = {
  missing: [1300002, 'no such file or directory'],
  denied: [1300013, 'permission denied'],
  notDirectory: [1300020, 'not a directory'],
  isDirectory: [1301003, 'illegal operation on a directory'],
  exists: [1301005, 'file already exists'],
  notEmpty: [1300066, 'directory not empty'],
  full: [1300202, 'the maximum size of the file storage limit is exceeded'],
} as const

export function fileFailure(kind: keyof typeof FAILURES, action: string, path: string): object {
  const [errno, text] = FAILURES[kind]
  return apiFailure(kind === 'full' ? text : kind === 'exists' || kind === 'notEmpty' ? `${text} ${path}` : `${text}, ${action} '${path}'`, { errno })
}

/** One per app. Paths given to methods are normalised first. */
export class FileTree {
  private readonly host: WxHost
  private readonly table: Table<FileRow>
  /** Files of the package that were read. */
  private readonly packageFiles = new Map<string, FileBytes | undefined>()
  /** Writes on their way to the disk. */
  saving: Promise<void>[] = []

  constructor(host: WxHost) {
    this.host = host
    this.table = openTable<FileRow>(host, 'files')
    const space = fileSpace(host)
    space.kept = {
      get: (path) => this.table.rows.get(normal(path))?.blob,
      set: (path, blob) => this.put(this.writable(path, 'open'), blob),
    }
    // The view learns of the files of earlier visits once they are read.
    host.before.push(async () => {
      await this.table.opened
      for (const [path, { blob }] of this.table.rows) if (blob) showFile(host, path, blob)
    })
    this.table.changed = (paths) => paths.forEach((path) => showFile(host, path, this.table.rows.get(path)?.blob ?? null))
  }

  /** Bytes of any file. */
  read(path: string, action: string): FileBytes {
    const blob = this.blob(path)
    if (blob) {
      let bytes = knownBytes.get(blob)
      if (!bytes) knownBytes.set(blob, (bytes = bytesOfBlob(blob)))
      return bytes
    }
    if (this.isDirectory(path)) throw fileFailure('isDirectory', action, path)
    const bytes = isPackagePath(path) ? this.readPackage(path) : undefined
    if (!bytes) throw fileFailure('missing', action, path)
    return bytes
  }

  write(path: string, bytes: FileBytes, action: string): void {
    const target = this.writable(path, action)
    if (this.isDirectory(target)) throw fileFailure('isDirectory', action, path)
    const blob = new Blob([bytes])
    knownBytes.set(blob, bytes)
    this.put(target, blob)
  }

  /** A temporary or kept file. */
  blob(path: string): Blob | undefined {
    return fileSpace(this.host).temp.get(path) ?? this.table.rows.get(normal(path))?.blob
  }

  exists(path: string): boolean {
    return !!this.blob(path) || this.isDirectory(path) || (isPackagePath(path) && !!this.readPackage(path))
  }

  isDirectory(path: string): boolean {
    const at = normal(path)
    const row = this.table.rows.get(at)
    return at === USER_DATA_PATH || (!!row && !row.blob)
  }

  stats(path: string, action: string): FileStats {
    const at = normal(path)
    const directory = this.isDirectory(at)
    const size = directory ? 0 : (this.blob(path)?.size ?? this.read(path, action).length)
    const seconds = Math.floor((this.table.rows.get(at)?.modified ?? 0) / 1000)
    return { mode: directory ? 0o40755 : 0o100644, size, lastAccessedTime: seconds, lastModifiedTime: seconds, isDirectory: () => directory, isFile: () => !directory }
  }

  /** Names in a directory. */
  list(path: string, action = 'scandir'): string[] {
    const at = normal(path)
    if (!this.isDirectory(at)) throw fileFailure(this.blob(path) ? 'notDirectory' : 'missing', action, path)
    const before = `${at}/`
    return [...this.table.rows.keys()].filter((key) => key.startsWith(before) && !key.includes('/', before.length)).map((key) => key.slice(before.length)).sort()
  }

  /** The paths of everything below a directory. */
  below(path: string): string[] {
    const before = `${normal(path)}/`
    return [...this.table.rows.keys()].filter((key) => key.startsWith(before)).sort()
  }

  makeDirectory(path: string, recursive: boolean): void {
    const at = this.writable(path, 'mkdir', recursive)
    if (this.exists(at)) {
      if (recursive && this.isDirectory(at)) return
      throw fileFailure('exists', 'mkdir', path)
    }
    if (recursive && !this.isDirectory(parent(at))) this.makeDirectory(parent(at), true)
    this.put(at)
  }

  removeDirectory(path: string, recursive: boolean): void {
    const at = this.writable(path, 'rmdir')
    if (!this.isDirectory(at)) throw fileFailure(this.blob(at) ? 'notDirectory' : 'missing', 'rmdir', path)
    const inside = this.below(at)
    if (inside.length && !recursive) throw fileFailure('notEmpty', 'rmdir', path)
    for (const key of inside) this.drop(key)
    if (at !== USER_DATA_PATH) this.drop(at)
  }

  remove(path: string, action = 'unlink'): void {
    if (isPackagePath(path)) throw fileFailure('denied', action, path)
    if (this.isDirectory(path)) throw apiFailure(`operation not permitted, ${action} '${path}'`, { errno: 1300001 })
    if (!this.blob(path)) throw fileFailure('missing', action, path)
    if (fileSpace(this.host).temp.delete(path)) showFile(this.host, path, null)
    else this.drop(normal(path))
  }

  rename(from: string, to: string): void {
    const target = this.writable(to, 'rename')
    if (this.isDirectory(from)) {
      const start = normal(from)
      for (const key of this.below(from)) {
        this.put(target + key.slice(start.length), this.table.rows.get(key)!.blob)
        this.drop(key)
      }
      this.put(target)
      return this.drop(start)
    }
    const blob = this.blob(from)
    if (!blob) throw fileFailure('missing', 'rename', from)
    this.put(target, blob)
    if (!fileSpace(this.host).temp.delete(from)) this.drop(normal(from))
  }

  /** Saved files (`wxfile://store_…`). */
  saved(): { filePath: string; size: number; createTime: number }[] {
    return [...this.table.rows]
      .filter(([path]) => path.startsWith(STORE))
      .map(([filePath, { blob, created }]) => ({ filePath, size: blob?.size ?? 0, createTime: Math.floor(created / 1000) }))
  }

  /** Keeps a temporary file; without a path, among the saved files. */
  save(temporary: string, path?: string): string {
    const blob = fileSpace(this.host).temp.get(temporary)
    if (!blob) throw apiFailure('tempFilePath file not exist', { errno: 1301112 })
    const target = path === undefined ? STORE + temporary.replace(/^.*tmp_/, '') : this.writable(path, 'saveFile')
    this.put(target, blob)
    fileSpace(this.host).temp.delete(temporary)
    return target
  }

  /** Reads a file of the package ahead, so that the synchronous methods need not block. */
  async prefetch(path: unknown): Promise<void> {
    if (typeof path !== 'string' || !isPackagePath(path) || this.packageFiles.has(path)) return
    const response = await fetch(packageUrl(this.host, path)).catch(() => undefined)
    this.packageFiles.set(path, response?.ok ? new Uint8Array(await response.arrayBuffer()) : undefined)
  }

  private readPackage(path: string): FileBytes | undefined {
    if (!this.packageFiles.has(path)) this.packageFiles.set(path, bytesOfUrl(packageUrl(this.host, path)))
    return this.packageFiles.get(path)
  }

  /** The normalised path, if it may be written and its directory is there. */
  private writable(path: string, action: string, deep = false): string {
    const at = normal(path)
    if (at !== USER_DATA_PATH && !at.startsWith(`${USER_DATA_PATH}/`)) throw fileFailure('denied', action, path)
    if (!deep && at !== USER_DATA_PATH && !this.isDirectory(parent(at))) throw fileFailure('missing', action, path)
    return at
  }

  /** Without a blob: a directory. */
  private put(path: string, blob?: Blob): void {
    const { rows } = this.table
    const old = rows.get(path)
    if (blob) {
      let total = blob.size - (old?.blob?.size ?? 0)
      for (const row of rows.values()) total += row.blob?.size ?? 0
      if (total > MAX_KEPT) throw fileFailure('full', 'open', path)
    }
    const now = Date.now()
    rows.set(path, { blob, created: old?.created ?? now, modified: now })
    this.keep(path)
  }

  drop(path: string): void {
    this.table.rows.delete(path)
    this.keep(path)
  }

  private keep(path: string): void {
    this.saving.push(this.table.save(path))
    showFile(this.host, path, this.table.rows.get(path)?.blob ?? null)
  }
}

/** Without a trailing slash, `.` and `..` and double slashes; `http://usr` is what the developer tools call user files. */
function normal(path: string): string {
  const [, root = '', rest = ''] = /^((?:wxfile|http):\/\/(?:usr|store|tmp)[^/]*)(.*)$/.exec(path) ?? [path, '', path]
  const parts: string[] = []
  for (const part of rest.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return [root.replace(/^http:/, 'wxfile:'), ...parts].join('/')
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

export function isPackagePath(path: string): boolean {
  return !/^[a-z][a-z\d+.-]*:/i.test(path)
}
