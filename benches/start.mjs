// How soon an app is there: `node benches/start.mjs [--runs=9] [--throttle=4]`. First paint with content, and when taps are answered (one every 50 ms from the first moment on): the
// counter counts, the shop's second tab opens. Chromium with a slowed CPU, files from this machine, cold cache; medians in ms from the start of the navigation.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const option = (name, otherwise) => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise)
const runs = option('runs', 9)
const rate = option('throttle', 4)
const out = mkdtempSync(join(tmpdir(), 'wxc-start-'))
/** Where the tap goes (the last match), and what is true when it was answered. */
const APPS = {
  counter: ['wx-button', () => document.querySelector('.value')?.textContent > '0'],
  shop: ['wxc-tabs > *:nth-child(2)', () => /pages\/list/.test(location.hash)],
}
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' }
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
  try {
    const text = readFileSync(join(out, path.endsWith('/') ? path + 'index.html' : path))
    const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' }
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'text/html', 'Cache-Control': 'no-store', ...isolation }).end(text)
  } catch {
    response.writeHead(404).end()
  }
}).listen(0)

/** Runs before the page's scripts: taps as soon as there is something to tap, until it helps. */
const probe = ([target, answered]) => {
  const done = new Function(`return (${answered})()`)
  const look = () => {
    const element = [...document.querySelectorAll(target)].at(-1)
    if (done()) return void (window.answeredAt = performance.now())
    element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 0 }))
    setTimeout(look, 50)
  }
  look()
}

const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1].toFixed(0)
try {
  const found = new Map()
  for (const name of Object.keys(APPS)) {
    execFileSync(wxc, ['build', join(root, 'fixtures', name), '-o', join(out, name)], { stdio: 'ignore' })
    execFileSync(wxc, ['build', join(root, 'fixtures', name), '-o', join(out, name + ' without frame'), '--no-prerender'], { stdio: 'ignore' })
  }
  for (let run = 0; run < runs; run++) {
    for (const [name, [target, answered]] of Object.entries(APPS)) {
      for (const variant of [name, name + ' without frame']) {
        const context = await program.newContext({ viewport: { width: 375, height: 667 } })
        const page = await context.newPage()
        await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
        await page.addInitScript(probe, [target, String(answered)])
        await page.goto(`http://localhost:${server.address().port}/${encodeURIComponent(variant)}/`)
        await page.waitForFunction(() => window.answeredAt)
        const figures = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, window.answeredAt])
        const all = found.get(variant) ?? found.set(variant, [[], []]).get(variant)
        figures.forEach((value, i) => all[i].push(value))
        await context.close()
      }
    }
  }
  for (const [variant, [paint, tap]] of found) console.log(`${variant}: first paint ${median(paint)}, tap answered ${median(tap)}`)
} finally {
  await program.close()
  server.close()
}
