/** Opens every page of two real mini programs and every component of three libraries: nothing may throw, be empty, or complain without a known reason. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { buildCorpus, CORPORA, serve, temporary } from './corpora.mjs'
import { launch } from './start.mjs'

/** Stands for every picture of another origin, so that the test needs no network. */
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#cde"/><circle cx="100" cy="100" r="60" fill="#e96"/></svg>'
/** Tabs that work at the same time. */
const TABS = 3
/** Folder for screenshots of every page; none are taken without it. */
const shots = process.env.SHOTS
/** Only corpora and pages whose name contains these. */
const [onlyCorpus = '', onlyPage = ''] = (process.env.ONLY ?? '').split(':')

/** Errors on the console that are right: `{corpus, page?, text, why}`; `text` is a part of the message. */
const known = JSON.parse(readFileSync(new URL('known-console.json', import.meta.url), 'utf8'))

/** The rows of the table: `package → {code: count}`. */
const explainedDiagnostics = {}
for (const [, name, code, count] of readFileSync(new URL('../corpora-diagnostics.md', import.meta.url), 'utf8').matchAll(/^\| (\S+) \| (\S+\/\S+) \| (\d+) \|/gm)) (explainedDiagnostics[name] ??= {})[code] = Number(count)

const temp = temporary()
let browser
before(async () => {
  browser = await launch()
})
after(async () => {
  await browser?.close()
  temp.remove()
})

/** Opens one page by its address and waits until it has settled; what went wrong. */
async function visit(tab, origin, { page, tag }, number) {
  const problems = []
  tab.report = (text) => problems.push(text)
  await tab.goto(`${origin}/index.html?${number}#/${page}`)
  const shown = await tab.waitForFunction((path) => document.querySelector('.wxc-on > wxc-body wx-page')?.childElementCount && location.hash.startsWith('#/' + path), page, { timeout: 20000 }).then(() => true, () => false)
  if (!shown) problems.push(`nothing on screen; address ${tab.url()}`)
  else {
    await settled(tab)
    const empty = await tab.evaluate((tag) => {
      const content = document.querySelector('.wxc-on > wxc-body wx-page')
      if (!content) return 'the page is gone'
      if (tag) return content.querySelector('wx-' + tag)?.hasChildNodes() ? '' : `<${tag}> has no content`
      if (content.innerText.trim() || content.querySelector('wx-image, wx-canvas, wx-input, wx-icon, wx-button, wx-video')) return ''
      const drawn = (element, pseudo) => getComputedStyle(element, pseudo).content !== 'none' && element.getClientRects().length
      return [...content.querySelectorAll('*')].some((element) => drawn(element, '::before') || drawn(element, '::after')) ? '' : 'the page is empty'
    }, tag)
    if (empty) problems.push(empty)
  }
  if (shots) await tab.screenshot({ path: join(shots, page.replaceAll('/', '_') + '.png') })
  return problems
}

/** Waits until a round trip to the logic thread and two frames passed without a change of the page; pages that never rest (timers, animations) are given up to ten trips. */
async function settled(tab) {
  await tab.evaluate(() => {
    window.changes = 0
    new MutationObserver(() => window.changes++).observe(document.querySelector('#wxc'), { subtree: true, childList: true, characterData: true, attributes: true })
  })
  for (let trip = 0, quiet = 0; trip < 10 && quiet < 2; trip++) {
    await Promise.all(tab.workers().map((worker) => worker.evaluate(() => new Promise((done) => setTimeout(done, 0)))))
    const changes = await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
      done(window.changes)
      window.changes = 0
    }))))
    quiet = changes ? 0 : quiet + 1
  }
}

async function openTab(origin) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
  await context.route((url) => url.origin !== origin, (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE, headers: { 'access-control-allow-origin': '*' } }))
  const tab = await context.newPage()
  tab.report = () => {}
  tab.on('pageerror', (error) => tab.report(`uncaught: ${error.stack ?? error}`))
  tab.on('console', (message) => message.type() === 'error' && tab.report(`console: ${message.text()}${/Failed to load resource/.test(message.text()) ? ' ' + message.location().url.replace(origin, '') : ''}`))
  tab.on('crash', () => tab.report('the tab crashed'))
  return tab
}

for (const corpus of CORPORA.filter(({ name }) => name.includes(onlyCorpus)))
  describe(corpus.name, () => {
    let built
    before(async () => {
      const folder = join(temp.folder, corpus.name)
      mkdirSync(folder, { recursive: true })
      built = await buildCorpus(corpus, folder)
    })

    test('every diagnostic is explained', () => {
      const counts = {}
      for (const { code } of built.diagnostics) counts[code] = (counts[code] ?? 0) + 1
      assert.deepEqual(counts, explainedDiagnostics[corpus.name] ?? {})
      assert.equal(built.code, 0)
    })

    test('every page opens', async () => {
      const { out, pages } = built
      const site = await serve(out)
      const explained = known.filter((entry) => entry.corpus === corpus.name)
      const seen = new Set()
      const failures = []
      const queue = pages.filter(({ page }) => page.includes(onlyPage)).entries()
      const work = async () => {
        const tab = await openTab(site.origin)
        for (const [number, page] of queue) {
          const problems = (await visit(tab, site.origin, page, number)).filter((problem) => {
            const entry = explained.find(({ page: where = '', text }) => page.page.includes(where) && problem.includes(text))
            if (entry) seen.add(entry)
            return !entry
          })
          if (problems.length) failures.push(`${page.page}\n    ${problems.join('\n').replaceAll('\n', '\n    ')}`)
        }
        await tab.context().close()
      }
      await Promise.all(Array.from({ length: TABS }, work))
      site.stop()
      assert.equal(failures.length, 0, `${failures.length} of ${pages.length} pages:\n${failures.sort().join('\n')}`)
      if (!onlyPage) assert.deepEqual(explained.filter((entry) => !seen.has(entry)), [], 'these explanations explain nothing any more')
    })
  })
