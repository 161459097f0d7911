/** The page's side of `logic/wx/keep.ts`: what a page showed is stored while it reloads with a new template. */
import { hostMethod } from '../view/host.ts'
import { view } from '../view/view.ts'

const KEPT = 'wxc-kept'

/** Registers the methods the logic thread calls. */
export function startKeeping(): void {
  hostMethod('keepData', (kept: unknown) => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept))
    } finally {
      location.reload()
    }
  })
  hostMethod('keptData', () => {
    const kept = sessionStorage.getItem(KEPT)
    sessionStorage.removeItem(KEPT)
    return kept && (JSON.parse(kept) as unknown)
  })
}

/** Reloads with the same data; without it when the logic thread does not answer. */
export function reloadWithData(): void {
  view.send({ t: 'emit', name: 'keepData', payload: null })
  setTimeout(() => location.reload(), 1000)
}
