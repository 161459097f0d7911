/** The view's side of an app that lives in an element of somebody else's page (`embed/`): what it hears from there, and what it tells. */
import type { EmbedLine } from '../protocol/embed.ts'
import { hostMethod } from '../view/host.ts'
import { leavePage, parseAppUrl } from '../view/shell/history.ts'
import { settingOf } from '../view/shell/look.ts'
import { emitHost, topPage, view, type PageBox } from '../view/view.ts'

/** The family that every app has when it is embedded. */
export function hostEmbed(line: EmbedLine): () => void {
  return () => {
    let shown = ''
    const made = (page: PageBox): void => {
      if (view.config.pages.some(({ path }) => path === page.path)) return
      const message = `page "${page.path}" is not found; the app has ${view.config.pages.map(({ path }) => path).join(', ')}`
      line.tell('error', { message, stack: '', fatal: false })
    }
    const seen = (page: PageBox): void => {
      const { path, query } = page
      const detail = { path, query, title: String(settingOf(page, 'navigationBarTitleText') || view.config.name || ''), depth: view.stack.length - 1 }
      const now = JSON.stringify([page.id, detail])
      if (now === shown) return
      const first = !shown
      shown = now
      if (first) line.tell('ready', { path })
      line.tell('navigate', detail)
    }
    const { adapt } = view.hooks
    view.hooks.style = line.style
    view.hooks.adapt = (holes, content, nodeAt) => {
      for (const element of content.querySelectorAll('[style]')) element.setAttribute('style', line.style(element.getAttribute('style')!))
      return adapt?.(holes, content, nodeAt) ?? holes
    }
    ;(view.hooks.pageMade ??= []).push(made)
    ;(view.hooks.pageShown ??= []).push(seen)
    hostMethod('hostMessage', (data: unknown) => line.tell('message', data))
    hostMethod('ended', () => line.ended())
    hostMethod('loadScript', ({ file }: { file: string }) => line.load(file))
    line.connect({
      open: (url) => view.send({ t: 'open', ...parseAppUrl(url || view.config.entryPagePath), kind: 'reLaunch' }),
      post: (data) => emitHost('hostMessage', data),
      back() {
        const able = view.stack.length > 1 || topPage()?.layer !== undefined
        if (able) leavePage(1)
        return able
      },
      end: () => view.send({ t: 'end' }),
    })
  }
}
