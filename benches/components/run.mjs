// 1,000 component instances, four levels deep (1 + 9 + 90 + 900): create, a value from the root to all leaves, one leaf. `node benches/components/run.mjs [--runs=9] [--vue=FILE]`
// `FILE` is vue.global.prod.js of npm's `vue`. Interleaved; click → the last node that shows it is in the document, medians in ms, and as multiples of the page by hand.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = fileURLToPath(new URL('.', import.meta.url))
const wxc = process.env.WXC ?? join(here, '../../target/release/wxc')
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
const runs = Number(option('runs') ?? 9)
const out = mkdtempSync(join(tmpdir(), 'wxc-tree-'))

const peer = (scripts) => `<!doctype html><button id=create>create</button><button id=root>change</button><div id=app></div>${scripts.map((text) => `<script>${text}</script>`).join('')}`
const read = (path) => readFileSync(path, 'utf8')
const pages = new Map([['by hand', peer([read(join(here, 'peers/vanilla.js'))])]])
if (option('vue')) pages.set('Vue', peer([read(option('vue')), read(join(here, 'peers/vue.js'))]))
const builds = new Map([['wxc, worker', 'worker'], ['wxc, one thread', '1']])
for (const [name, threads] of builds) execFileSync(wxc, ['build', join(here, 'tree'), '-o', join(out, name), '--threads', threads], { stdio: ['ignore', 'ignore', 'inherit'] })

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const server = createServer((request, response) => {
  const [, name, ...rest] = decodeURIComponent(new URL(request.url, 'http://x').pathname).split('/')
  const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  try {
    const file = rest.join('/') || 'index.html'
    const text = pages.get(name) ?? readFileSync(join(out, name, file))
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', ...isolation }).end(text)
  } catch {
    response.writeHead(404).end()
  }
}).listen(0)

/** Clicks and waits until `ready` holds; ms. */
const timed = (page, click, ready) =>
  page.evaluate(
    ([click, ready]) =>
      new Promise((resolve) => {
        const holds = new Function(`return ${ready}`)
        const observer = new MutationObserver(() => {
          if (!holds()) return
          observer.disconnect()
          resolve(performance.now() - start)
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
        const start = performance.now()
        document.querySelectorAll(click)[click === '.leaf' ? 450 : 0].click()
      }),
    [click, ready],
  )

const STEPS = {
  create: [['#create', `document.querySelectorAll('.leaf').length === 900 && document.querySelectorAll('.leaf')[899].textContent.length > 2`]],
  'root → leaves': [['#root', `document.querySelectorAll('.leaf')[899].textContent.startsWith(window.v)`]],
  'one leaf': [['.leaf', `document.querySelectorAll('.leaf')[450].textContent.endsWith(' ' + window.own)`]],
}

const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const found = new Map()
try {
  for (let run = 0; run < runs; run++) {
    for (const name of [...pages.keys(), ...builds.keys()]) {
      const page = await program.newPage()
      await page.goto(`http://localhost:${server.address().port}/${encodeURIComponent(name)}/`)
      await page.waitForFunction(() => document.querySelector('#create') && !document.querySelector('.wxc-other'))
      // Warm: everything once, then again, measured.
      for (let round = 1; round <= 3; round++) {
        for (const [step, [[click, ready]]] of Object.entries(STEPS)) {
          await page.evaluate((round) => Object.assign(window, { v: String(round), own: '1' }), round)
          const ms = await timed(page, click, ready)
          if (round === 3) (found.get(step) ?? found.set(step, new Map()).get(step)).set(name, [...(found.get(step).get(name) ?? []), ms])
        }
        await page.evaluate(() => document.querySelector('#create').click())
        await page.waitForFunction(() => !document.querySelector('.leaf'))
      }
      await page.close()
    }
  }
} finally {
  await program.close()
  server.close()
}
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
for (const [step, byName] of found) {
  const hand = median(byName.get('by hand'))
  console.log(`${step}: ${[...byName].map(([name, values]) => `${name} ${median(values).toFixed(1)} (${(median(values) / hand).toFixed(2)})`).join(' · ')}`)
}
