/**
 * The shared-memory way of a patch that answers an event: the logic thread writes it into a ring, the view reads it in the animation frame that the
 * event asked for. One writer, one reader.
 *
 * Order against messages: a record names how many messages were posted before it (`0` messages, the doorbells, do not count). The reader takes a record only after it
 * has received that many; before it handles a posted message it drains the ring. After each record the writer posts the number 0 as a doorbell, so
 * nothing waits for an animation frame that was already drawn.
 *
 * Layout: int32 write position, int32 read position (bytes, modulo the size of the rest), then records `int32 posted, int32 seq, int32 length, UTF-8 JSON of ops`.
 */
const RING_HEAD = 8
const RECORD_HEAD = 12

/** Bytes the view allocates. A patch that does not fit is posted. */
export const RING_BYTES = 1 << 20

export class RingWriter {
  private readonly marks: Int32Array
  private readonly bytes: Uint8Array
  private readonly encoder = new TextEncoder()
  constructor(ring: SharedArrayBuffer) {
    this.marks = new Int32Array(ring, 0, 2)
    this.bytes = new Uint8Array(ring, RING_HEAD)
  }
  /** False when there is no room; then the patch must be posted. `ops` holds strings, finite numbers, booleans, null and undefined. */
  write(posted: number, seq: number, ops: readonly unknown[]): boolean {
    const text = this.encoder.encode(JSON.stringify(ops))
    const size = this.bytes.length
    const start = Atomics.load(this.marks, 0)
    const used = (start - Atomics.load(this.marks, 1) + size) % size
    if (RECORD_HEAD + text.length >= size - used) return false
    this.put(start, new Uint8Array(Int32Array.of(posted, seq, text.length).buffer))
    this.put((start + RECORD_HEAD) % size, text)
    Atomics.store(this.marks, 0, (start + RECORD_HEAD + text.length) % size)
    return true
  }
  private put(at: number, data: Uint8Array): void {
    const first = Math.min(data.length, this.bytes.length - at)
    this.bytes.set(data.subarray(0, first), at)
    this.bytes.set(data.subarray(first), 0)
  }
}

export class RingReader {
  private readonly marks: Int32Array
  private readonly bytes: Uint8Array
  private readonly decoder = new TextDecoder()
  constructor(ring: SharedArrayBuffer) {
    this.marks = new Int32Array(ring, 0, 2)
    this.bytes = new Uint8Array(ring, RING_HEAD)
  }
  /** Hands out every record that was written after at most `received` posted messages. */
  drain(received: number, apply: (seq: number, ops: unknown[]) => void): void {
    const size = this.bytes.length
    for (;;) {
      const at = Atomics.load(this.marks, 1)
      if (at === Atomics.load(this.marks, 0)) return
      const [posted, seq, length] = new Int32Array(this.take(at, RECORD_HEAD).buffer) as unknown as [number, number, number]
      if (posted > received) return
      const text = this.take((at + RECORD_HEAD) % size, length)
      Atomics.store(this.marks, 1, (at + RECORD_HEAD + length) % size)
      apply(seq, JSON.parse(this.decoder.decode(text)) as unknown[])
    }
  }
  private take(at: number, length: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(length)
    const first = Math.min(length, this.bytes.length - at)
    out.set(this.bytes.subarray(at, at + first))
    out.set(this.bytes.subarray(0, length - first), first)
    return out
  }
}
