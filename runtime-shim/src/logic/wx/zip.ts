/** Reads ZIP archives (stored and deflated entries). */
import { apiFailure } from './registry.ts'

export interface ZipEntry {
  /** Ends in `/` for directories. */
  path: string
  read(): Promise<Uint8Array<ArrayBuffer>>
}

const END = 0x06054b50
const CENTRAL = 0x02014b50

export function zipEntries(bytes: Uint8Array<ArrayBuffer>): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The end record is last, before a comment of at most 64 KB.
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== END) end--
  if (end < 0) throw apiFailure('unzip open file fail', { errno: 1301102 })
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let n = view.getUint16(end + 10, true); n > 0 && at + 46 <= bytes.length && view.getUint32(at, true) === CENTRAL; n--) {
    const method = view.getUint16(at + 10, true)
    const packed = view.getUint32(at + 20, true)
    const nameLength = view.getUint16(at + 28, true)
    const local = view.getUint32(at + 42, true)
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    entries.push({
      path,
      async read() {
        const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
        const data = bytes.slice(start, start + packed)
        if (method === 0) return data
        if (method !== 8) throw apiFailure('unzip entry fail', { errno: 1301103 })
        return inflate(data, 'deflate-raw').catch(() => {
          throw apiFailure('unzip entry fail', { errno: 1301103 })
        })
      },
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

export async function inflate(data: Uint8Array<ArrayBuffer>, format: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream(format as CompressionFormat))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
