/** Text encodings of files, and the digest that browsers do not have. */
import { base64ToBytes, bytesToBase64 } from './base.ts'
import { apiFailure } from './registry.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** One character per byte. */
function chars(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return text
}

const READERS: Record<string, (bytes: Bytes) => string> = {
  ascii: (bytes) => chars(bytes.map((byte) => byte & 0x7f)),
  latin1: chars,
  base64: bytesToBase64,
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  utf8: (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  utf16le: (bytes) => new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes),
}

const WRITERS: Record<string, (text: string) => Bytes> = {
  latin1: (text) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
  base64: base64ToBytes,
  hex: (text) => Uint8Array.from(text.match(/[\da-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16)),
  utf8: (text) => new TextEncoder().encode(text),
  utf16le: (text) => new Uint8Array(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).buffer),
}

const SAME: Record<string, string> = { binary: 'latin1', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', 'utf-16le': 'utf16le' }

function encodingName(encoding: unknown): string {
  const name = String(encoding).toLowerCase()
  const known = SAME[name] ?? name
  if (!Object.hasOwn(READERS, known)) throw apiFailure(`invalid encoding "${String(encoding)}"`, { errno: 1300022 })
  return known
}

export function decodeText(bytes: Bytes, encoding: unknown): string {
  return READERS[encodingName(encoding)]!(bytes)
}

export function encodeText(text: string, encoding: unknown): Bytes {
  const name = encodingName(encoding)
  return WRITERS[name === 'ascii' ? 'latin1' : name]!(text)
}

export async function digestOf(bytes: Bytes, algorithm: unknown): Promise<string> {
  if (algorithm === undefined || algorithm === 'md5') return md5(bytes)
  if (algorithm !== 'sha1' && algorithm !== 'sha256') throw apiFailure('Invalid argument', { errno: 1300022 })
  const hash = await crypto.subtle.digest(algorithm === 'sha1' ? 'SHA-1' : 'SHA-256', bytes)
  return READERS.hex!(new Uint8Array(hash))
}

/** Rotations of the four rounds of MD5. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]

/** RFC 1321. */
export function md5(bytes: Uint8Array): string {
  const padded = new Uint8Array(((bytes.length + 8) >> 6 << 6) + 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const words = new DataView(padded.buffer)
  words.setUint32(padded.length - 8, bytes.length << 3, true)
  words.setUint32(padded.length - 4, bytes.length / 2 ** 29, true)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let block = 0; block < padded.length; block += 64) {
    let [a, b, c, d] = state as unknown as [number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d)
      const word = (round === 0 ? i : round === 1 ? 5 * i + 1 : round === 2 ? 3 * i + 5 : 7 * i) & 15
      const sum = (a + mixed + Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) + words.getUint32(block + word * 4, true)) | 0
      const by = ROTATIONS[round]![i & 3]!
      ;[a, b, c, d] = [d, (b + ((sum << by) | (sum >>> (32 - by)))) | 0, b, c]
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
  }
  return READERS.hex!(new Uint8Array(state.buffer))
}
