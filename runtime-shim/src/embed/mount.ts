/** Shows an app inside a shadow tree: what `wx-app.js` finds in a built app. The view's own code, `startView`, is wrapped around by the compiler. */
import type { EmbeddedApp, EmbedLine } from '../protocol/embed.ts'
import type { EmbedOptions } from './options.ts'
import { AppFonts } from './sheets.ts'
import { makeSurroundings } from './surroundings.ts'
import type { LogicThread } from './threads.ts'

/** How long an app may take to store things when it ends, ms. */
const FAREWELL = 1000

/**
 * The tree inside: nothing is inherited from the page but custom properties, and lengths of the app are those of the box. Its properties are not registered
 * here (that would be the page's affair), so they are plain lengths. Who scrolls beyond the app's end scrolls the page.
 */
const FRAME_STYLE = `
:host { display: block; position: relative; box-sizing: border-box; width: auto; height: 667px; overflow: hidden; contain: layout style; }
:host([hidden]) { display: none; }
wxc-head { display: none; }
#wxc, wxc-scroll { overscroll-behavior: auto; }
wxc-frame { all: initial; display: block; position: absolute; inset: 0; overflow: hidden; overflow: clip; contain: strict; background: #ededed; }
`

/** Starts the app; rejects when a file that every page needs is missing. */
export async function mountView(startView: (surroundings: Record<string, unknown>) => void, options: EmbedOptions): Promise<EmbeddedApp> {
  const { root, base, manifest, tell } = options
  const stop = new AbortController()
  const ended = stop.signal
  const style = new CSSStyleSheet()
  style.replaceSync(FRAME_STYLE)
  root.adoptedStyleSheets = [style]
  const head = document.createElement('wxc-head')
  const frame = document.createElement('wxc-frame')
  const viewport = document.createElement('div')
  viewport.id = 'wxc'
  frame.append(viewport)
  root.replaceChildren(head, frame)
  const fonts = new AppFonts()
  const sizes = followBox(frame, viewport, manifest.config.maxWidth)
  let thread: LogicThread | undefined
  let view: Parameters<EmbedLine['connect']>[0] | undefined
  const unmount = (): void => {
    if (ended.aborted) return
    const over = (): void => {
      clearTimeout(late)
      thread?.terminate()
    }
    const late = setTimeout(over, FAREWELL)
    line.ended = over
    view?.end()
    sizes.disconnect()
    fonts.drop()
    root.replaceChildren()
    root.adoptedStyleSheets = []
    stop.abort()
  }
  const line: EmbedLine = {
    connect: (given) => (view = given),
    tell,
    style: (css) => fonts.inStyle(css, base),
    ended: () => undefined,
    load: async (script) => thread?.load?.(new URL(script, base).href),
  }
  try {
    await loadSheets(manifest.styles, base, head, fonts)
    viewport.addEventListener('wxc-error', (event) => {
      const { message, stack } = (event as CustomEvent<{ message: string; stack: string }>).detail
      tell('error', { message, stack, fatal: false })
    })
    const leave = (): void => tell('close', undefined)
    const started = (made: LogicThread): void => {
      thread = made
      // Errors of the app itself come as messages: the script did not even run.
      made.addEventListener('error', () => tell('error', { message: `cannot run ${new URL(manifest.config.logic, base).href}`, stack: '', fatal: true }), { signal: ended })
    }
    const surroundings = makeSurroundings({ options, viewport, head, fonts, ended, leave, started })
    startView({ ...surroundings, line })
  } catch (error) {
    unmount()
    throw error
  }
  return {
    open: (path) => view?.open(path),
    post: (data) => view?.post(data),
    back: () => view?.back() === true,
    unmount,
  }
}

/** The sheets that every page needs, in their order. */
async function loadSheets(files: string[], base: string, head: HTMLElement, fonts: AppFonts): Promise<void> {
  const loads = files.map((file, index) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.crossOrigin = 'anonymous'
    link.href = new URL(file, base).href
    head.append(link)
    return new Promise<void>((resolve, reject) => {
      link.onload = () => {
        // The first is the runtime's own.
        if (index && link.sheet) fonts.adopt(link.sheet)
        resolve()
      }
      link.onerror = () => reject(new Error(`cannot load ${link.href}`))
    })
  })
  await Promise.all(loads)
}

/** Makes the app's lengths those of its box, now and when its size changes. */
function followBox(frame: HTMLElement, viewport: HTMLElement, most: number): ResizeObserver {
  const measure = (): void => {
    const width = Math.min(frame.clientWidth, most || Infinity)
    const height = frame.clientHeight
    const lengths = { '--wxc-width': width, '--wxc-height': height, '--wxc-status': 0, '--wxc-bottom': 0, '--rpx': width / 750, '--vw': width / 100, '--vh': height / 100 }
    for (const [name, value] of Object.entries(lengths)) viewport.style.setProperty(name, value + 'px')
  }
  measure()
  const observer = new ResizeObserver(measure)
  observer.observe(frame)
  return observer
}
