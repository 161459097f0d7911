/** Small mini programs in Chromium, with means to look between the steps of a start. */
import { browser as start } from '../start.mjs'

export { build, project, serve } from '../start.mjs'

/** What every page is watched for: nodes that were parsed are marked, layout shifts and nodes made by script are counted. */
function watch() {
  window.shifts = []
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => ({ value: entry.value, nodes: entry.sources.map((s) => s.node?.outerHTML?.slice(0, 80)) })))).observe({ type: 'layout-shift', buffered: true })
  window.made = []
  const count = (owner, name, of) => {
    const real = owner[name]
    owner[name] = function (...args) {
      window.made.push(`${name} ${of(this, args)}`)
      return real.apply(this, args)
    }
  }
  count(Document.prototype, 'importNode', (_, [node]) => node.nodeName)
  count(Document.prototype, 'createElement', (_, [tag]) => tag)
  count(Node.prototype, 'cloneNode', (node) => node.nodeName)
  // Before deferred scripts run.
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) node.early = true
  })
}

/** A browser whose pages are watched from before their scripts run. */
export async function browser() {
  const program = await start()
  return { ...program, open: (url, options = {}) => program.open(url, { viewport: { width: 375, height: 667 }, init: watch, waitUntil: 'commit', ...options }) }
}

/** The app has taken over: its first page is shown, and what it had to do at once is done. */
export const ready = (page) => page.waitForFunction(() => document.querySelector('wxc-page.wxc-on wx-page > *') && performance.getEntriesByType('navigation').length && window.history.state?.wxc !== undefined)

/** The page as markup that does not say how it came to be. */
export const markup = (page) =>
  page.evaluate(() => {
    const print = (node) => {
      if (node.nodeType === 3) return JSON.stringify(node.data)
      if (node.nodeType === 8) return `<!${node.data}>`
      // What a field shows is its value, however it came in.
      if (node.matches('.wx-field')) return `<${node.localName} ${JSON.stringify(node.value)} ${node.placeholder} ${node.maxLength} ${node.style.cssText}>`
      const attributes = [...node.attributes].map(({ name, value }) => [name, name === 'style' ? node.style.cssText : name === 'class' ? value.trim() : name === 'src' ? node.src ?? value : value])
      return `<${node.localName}${attributes.sort().filter(([name, value]) => !(name === 'style' && !value)).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('')}>${[...node.childNodes].map(print).join('')}</>`
    }
    return [...document.querySelector('#wxc').children].map(print).join('\n').replaceAll(/http:\/\/[\d.:]+\//g, '/')
  })
