/** `wxc dev`: brings an edit of templates or WXS into the running app; see `logic/wx/replace.ts`. */
import { HAS_VIEW_WXS } from '../protocol/parts.ts'
import type { RawMap } from '../protocol/source-map.ts'
import { hostMethod } from '../view/host.ts'
import { replaceTemplates } from '../view/shell/load.ts'
import { view } from '../view/view.ts'
import { replaceViewWxs } from '../view/wxs/wxs.ts'
import { reloadWithData } from './keep.ts'
import { forgetMaps, knowMap } from './source-map.ts'

/** `Replacement` of `bundle/live.rs`. */
export interface Replacement {
  logic: string
  map: string
  view: string
  templates: string
  remake: string[]
}

/** Replacements so far: each has a name of its own in stacks. */
let replacements = 0
let answered: ((failed: unknown) => void) | undefined

/** Registers the methods the logic thread calls. */
export function startReplacing(): void {
  hostMethod('emptyPage', ({ page }: { page: number }) => {
    const box = view.pages.get(page)
    if (box) box.filled = false
  })
  hostMethod('replaced', (failed: unknown) => answered?.(failed))
}

/** Exchanges what is rendered. Where the logic thread cannot, or does not answer, everything is loaded again. */
export async function replaceRunning(replacement: Replacement): Promise<void> {
  const { logic, map, view: wxs, templates, remake } = replacement
  const url = new URL(`wxc-replacement-${++replacements}.js`, document.baseURI).href
  forgetMaps()
  knowMap(url, JSON.parse(map) as RawMap)
  replaceTemplates(templates)
  if (HAS_VIEW_WXS && wxs) {
    Object.assign(globalThis, { $wxcReplaceView: { wxsModule: replaceViewWxs } })
    ;(0, eval)(wxs)
  }
  const scrolls = [...view.pages.values()].map(({ scroller }) => [scroller, scroller.scrollTop] as const)
  const failed = await new Promise((resolve) => {
    answered = resolve
    setTimeout(resolve, 1000, 'no answer')
    view.send({ t: 'emit', name: 'replace', payload: { code: `${logic}//# sourceURL=${url}\n`, remake } })
  })
  if (failed) return reloadWithData()
  for (const [scroller, top] of scrolls) if (scroller.scrollTop !== top) scroller.scrollTop = top
}
