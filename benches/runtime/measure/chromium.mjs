/** Chromium as the measurements need it: one page per sample, real input through the DevTools protocol, traces, heaps. */
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const PROBE = readFileSync(new URL('probe.js', import.meta.url), 'utf8')
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-default-apps', '--disable-extensions', '--hide-scrollbars', '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows', '--disable-dev-shm-usage', '--js-flags=--expose-gc',
]
// `v8.execute` has the microtasks of tasks that run no other script.
const CATEGORIES = ['v8.execute', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', '__metadata']
/** The width of an app's column, so that all contestants have the same layout. */
const VIEWPORT = { width: 480, height: 800 }

/** `frames`: with the frame rate of a screen, for what is measured in frames. */
export async function launch({ frames = false } = {}) {
  const args = frames ? FLAGS : [...FLAGS, '--disable-frame-rate-limit', '--disable-gpu-vsync']
  const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
  const line = await program.newBrowserCDPSession()
  return { version: program.version(), open: (url, ready) => openPage(program, line, url, ready), close: () => program.close() }
}

async function openPage(program, line, url, ready) {
  const context = await program.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  const own = await context.newCDPSession(page)
  const problems = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.addInitScript(PROBE)
  await page.goto(url)
  await page.waitForFunction(ready, undefined, { timeout: 15_000 }).catch(async () => {
    await context.close()
    throw new Error(`never ready: ${problems[0] ?? 'no error'}`)
  })
  /** The middle of an element, in sight, as a place to click at. */
  const place = (selector) => page.evaluate((selector) => window.bench.place(selector), selector)
  const mouse = (type, at, more = {}) => own.send('Input.dispatchMouseEvent', { type, ...at, ...more })
  const input = {
    async hover(selector) {
      await mouse('mouseMoved', await place(selector))
    },
    async click(selector) {
      const at = await place(selector)
      await mouse('mouseMoved', at)
      await mouse('mousePressed', at, { button: 'left', buttons: 1, clickCount: 1 })
      await mouse('mouseReleased', at, { button: 'left', clickCount: 1 })
    },
    async key(text) {
      const key = text === '\b' ? { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 } : { key: text, text, windowsVirtualKeyCode: text.toUpperCase().charCodeAt(0) }
      await own.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key })
      await own.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
    },
    scroll: (distance, speed) => own.send('Input.synthesizeScrollGesture', { x: 240, y: 500, yDistance: -distance, speed, gestureSourceType: 'touch', preventFling: true }),
  }
  return {
    page,
    input,
    problems,
    /** Does one step (`[input, argument, until]`) and waits until the frame that shows it is painted. */
    async act([kind, argument, until]) {
      await page.evaluate(`void (window.stepDone = bench.until(${until}))`)
      await input[kind](argument)
      await page.evaluate('window.stepDone')
    },
    async traced(work) {
      const events = []
      const collect = ({ value }) => events.push(...value)
      line.on('Tracing.dataCollected', collect)
      const complete = new Promise((resolve) => line.once('Tracing.tracingComplete', resolve))
      await line.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] } })
      try {
        await work()
      } finally {
        await line.send('Tracing.end')
        await complete
        line.off('Tracing.dataCollected', collect)
      }
      return events
    },
    /** kB that JavaScript of the page holds (of this thread), and that the browser holds for its objects. */
    async heap() {
      await own.send('HeapProfiler.collectGarbage')
      const { usedSize, embedderHeapUsedSize = 0 } = await own.send('Runtime.getHeapUsage')
      return { heap: usedSize / 1024, nodes: embedderHeapUsedSize / 1024 }
    },
    /** A CPU profile of the page's thread while `work` runs. */
    async profiled(work) {
      await own.send('Profiler.enable')
      await own.send('Profiler.setSamplingInterval', { interval: 100 })
      await own.send('Profiler.start')
      await work()
      return (await own.send('Profiler.stop')).profile
    },
    close: () => context.close(),
  }
}
