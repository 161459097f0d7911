/** Calls of the logic thread to this one, by name: what the shell, queries and the `host/` families offer. */
import { view } from './view.ts'

/** Gives the result or a promise of it. What it throws is the reason of the failure: a string, or an object with `errMsg`. */
export type HostMethod = (args: any) => unknown

/** A group of host methods that is only part of the app when it is used; runs once when the view starts. */
export type HostFamily = () => void

const methods = new Map<string, HostMethod>()

/** Registers a method. A later one of the same name wins. */
export function hostMethod(name: string, fn: HostMethod): void {
  methods.set(name, fn)
}

/** Answers a `call` message. */
export async function callHost(id: number, name: string, args: unknown): Promise<void> {
  let ok = true
  let value: unknown
  try {
    const method = methods.get(name)
    if (!method) throw 'not supported in browser'
    value = await method(args)
  } catch (error) {
    ok = false
    value = error instanceof Error ? error.message : error
  }
  if (!id) return
  try {
    view.send({ t: 'return', id, ok, value }, movable(value))
  } catch (error) {
    view.send({ t: 'return', id, ok: false, value: String((error as Error).message) })
  }
}

/** The parts of an answer that cannot be copied, only handed over: bitmaps and the canvases drawn on by the logic thread. */
function movable(value: unknown): Transferable[] {
  const parts = [value, (value as { canvas?: unknown } | null | undefined)?.canvas]
  const kinds = [globalThis.ImageBitmap, globalThis.OffscreenCanvas]
  return parts.filter((part) => kinds.some((kind) => kind && part instanceof kind)) as Transferable[]
}
