/**
 * A ring buffer in shared memory, from the logic thread to the view. Chromium defers tasks (messages, timers) until after the frame that follows an input
 * event, but not `Atomics.waitAsync`: the answer to a tap is applied within a millisecond of being written, as if the handler had run on the page. Where that
 * does not exist, or the frame comes first, what lies in shared memory is read in the frame's animation callback.
 *
 * One writer, one reader. An entry is its length (two units) and JSON text, one unit of 16 bits per UTF-16 unit.
 */

/** Units (16 bit) of text the ring holds; a power of two. */
const UNITS = 1 << 19
/** Answers to most taps are no longer than this. A typed array for a decoder costs more than reading them unit by unit. */
const SHORT = 256
/** Bytes before the text: counters of units written, units read and events handled; they only grow (modulo 2³²). */
const HEAD = 12

/** Newer than the library this is written against. */
interface Waiting {
  waitAsync?(memory: Int32Array, index: number, value: number, timeout: number): { value: Promise<string> | string }
}

/** Memory for one ring. */
export function createRing(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD + UNITS * 2)
}

/** The writing end. */
export class RingWriter {
  private readonly counters: Int32Array
  private readonly units: Uint16Array
  constructor(memory: SharedArrayBuffer) {
    this.counters = new Int32Array(memory, 0, 3)
    this.units = new Uint16Array(memory, HEAD)
  }
  /** False: no room now (or ever). */
  write(text: string): boolean {
    const { counters, units } = this
    const length = text.length
    let at = Atomics.load(counters, 0)
    const free = UNITS - ((at - Atomics.load(counters, 1)) | 0)
    if (length + 2 > free) return false
    units[at++ & (UNITS - 1)] = length & 0xffff
    units[at++ & (UNITS - 1)] = length >>> 16
    for (let i = 0; i < length; i++) units[at++ & (UNITS - 1)] = text.charCodeAt(i)
    Atomics.store(counters, 0, at | 0)
    Atomics.notify(counters, 0)
    return true
  }
  /** Says that the answer to one more event is written, if there is one. */
  handled(): void {
    Atomics.add(this.counters, 2, 1)
  }
}

/** The reading end. */
export class RingReader {
  private readonly counters: Int32Array
  private readonly units: Uint16Array
  private readonly decoder = new TextDecoder('utf-16le', { ignoreBOM: true })
  constructor(memory: SharedArrayBuffer) {
    this.counters = new Int32Array(memory, 0, 3)
    this.units = new Uint16Array(memory, HEAD)
  }
  /** How many events were handled. */
  get handled(): number {
    return Atomics.load(this.counters, 2)
  }
  /** Resolves when there is something to read; false: not within a second (who waits longer is never freed), or the browser cannot say. */
  async written(): Promise<boolean> {
    const { counters } = this
    const outcome = await (Atomics as Waiting).waitAsync?.(counters, 0, Atomics.load(counters, 1), 1000).value
    return !!outcome && outcome !== 'timed-out'
  }
  /** The oldest entry, or undefined when the ring is empty. */
  read(): string | undefined {
    const { counters, units } = this
    let at = Atomics.load(counters, 1)
    if (at === Atomics.load(counters, 0)) return undefined
    const length = units[at++ & (UNITS - 1)]! | (units[at++ & (UNITS - 1)]! << 16)
    if (length <= SHORT) {
      let text = ''
      for (const end = at + length; at < end; at++) text += String.fromCharCode(units[at & (UNITS - 1)]!)
      Atomics.store(counters, 1, at | 0)
      return text
    }
    // A decoder does not read shared memory; JSON has no half characters that it would change.
    const copy = new Uint16Array(length)
    const start = at & (UNITS - 1)
    const first = Math.min(length, UNITS - start)
    copy.set(units.subarray(start, start + first))
    copy.set(units.subarray(0, length - first), first)
    Atomics.store(counters, 1, (at + length) | 0)
    return this.decoder.decode(copy)
  }
}

/**
 * The message as JSON, or undefined when JSON would change it. `undefined` as a direct operand of a patch becomes `null`, which means the same there.
 */
export function ringText(message: unknown): string | undefined {
  return survivesJson(message, 0) ? JSON.stringify(message) : undefined
}

/** Levels of nesting above the operands of a patch in `[number, {ops: [operand]}]`. */
const OPERAND_DEPTH = 3

function survivesJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'undefined':
      return depth === OPERAND_DEPTH
    case 'object':
      if (value === null) return true
      if (depth > 50) return false
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) if (!survivesJson(value[i], depth + 1)) return false
        return true
      }
      if (Object.getPrototypeOf(value) !== Object.prototype) return false
      for (const key in value) if (!survivesJson((value as Record<string, unknown>)[key], depth + 1)) return false
      return true
    default:
      return false
  }
}
