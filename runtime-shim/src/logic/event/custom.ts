/** `triggerEvent`: events of components, which travel through the tree on the logic side alone (framework reference §5.7). */
import type { Instance } from '../component/instance.ts'
import type { Element } from '../component/tree.ts'
import { hostOf, parentOf } from '../component/tree.ts'
import type { Loose } from '../wx/registry.ts'
import { deliver } from './dispatch.ts'
import type { Step } from './target.ts'

const start = Date.now()

export function triggerCustom(instance: Instance, type: unknown, detail: unknown, options?: Loose): void {
  const { child, owner } = instance
  if (!child || !owner) return
  const { bubbles = false, composed = false, capturePhase = false } = (options ?? {}) as Record<string, boolean>
  const path: Step[] = []
  for (let at: Element | null = hostOf(child); at; at = bubbles || capturePhase ? parentOf(at, true) : null) {
    // Not composed: only elements of the tree the component was written in.
    if (composed || at.block.o === owner) path.push({ ...at, left: 0, top: 0, inside: false })
  }
  deliver(path, { type: String(type), timeStamp: Date.now() - start, detail }, bubbles, capturePhase)
}
