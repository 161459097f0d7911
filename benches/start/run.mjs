/**
 * How soon an app is there: bytes and requests of the first page, first paint with content, and when taps are answered (one every 50 ms from the first moment on), with an
 * empty and with a full cache. `node benches/start/run.mjs [--runs=7] [--cpu=4] [--network=slow4g|none] [--only=counter,…]`
 *
 * Slow 4G as Lighthouse has it: 150 ms before the first byte of every answer, 1.6 Mbit/s for all answers together. Chromium slows down the page's thread only; workers and
 * the browser keep their speed.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveSlowly } from './network.mjs'
import { writeApp } from './pages.mjs'

const here = import.meta.dirname
const root = join(here, '../..')
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const OPTIONS = { runs: '7', cpu: '4', network: 'slow4g', only: '' }
const option = { ...OPTIONS }
for (const argument of process.argv.slice(2)) {
  const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? []
  if (!(name in OPTIONS)) {
    console.error(`unknown option \`${argument}\`; there are ${Object.keys(OPTIONS).map((known) => `--${known}=…`).join(' ')}`)
    process.exit(2)
  }
  option[name] = value
}
if (!existsSync(join(here, '../node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: join(here, '..'), stdio: ['ignore', 'ignore', 'inherit'] })
const { PEERS } = await import('../runtime/contestants/peers.mjs')
const folder = mkdtempSync(join(tmpdir(), 'wxc-start-'))

const build = (project, ...more) => (out) => execFileSync(wxc, ['build', project, '-o', out, ...more], { stdio: 'pipe' })
const fixture = (name) => join(root, 'fixtures', name)
const counted = `() => document.querySelector('.value')?.textContent > '0'`
const many = (count) => ({ build: (out) => (writeApp(out + '-source', count), build(out + '-source')(out)), target: '.more', answered: `() => document.querySelector('.count')?.textContent > '0'` })
/** Where the tap goes (the last match), and what is true when it was answered. */
const SUBJECTS = {
  counter: { build: build(fixture('counter')), target: 'wx-button', answered: counted },
  'counter, no first frame': { build: build(fixture('counter'), '--no-prerender'), target: 'wx-button', answered: counted },
  'counter, one thread': { build: build(fixture('counter'), '--threads', '1'), target: 'wx-button', answered: counted },
  'counter in Vue': { build: (out) => PEERS.vue.build(join(here, 'vue'), out), target: 'button', answered: counted },
  shop: { build: build(fixture('shop')), target: 'wxc-tabs > *:nth-child(2)', answered: `() => /pages\\/list/.test(location.hash)` },
  'wux, 97 pages': { build: build(join(root, 'node_modules/wux-weapp/example')), target: '.demo-category-item__hd', answered: `() => !!document.querySelector('.demo-category-item--current')` },
  '1 page': many(1),
  '100 pages': many(100),
  '400 pages': many(400),
}

/** Runs before the page's scripts: taps as soon as there is something to tap, until it helps. */
const probe = ([target, answered]) => {
  const done = new Function(`return (${answered})()`)
  const look = () => {
    if (done()) return void (window.answeredAt = performance.now())
    const element = [...document.querySelectorAll(target)].at(-1)
    element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 0 }))
    setTimeout(look, 50)
  }
  look()
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const server = await serveSlowly(folder, option.network === 'none' ? { delay: 0, rate: Infinity } : { delay: 150, rate: 1_600_000 / 8 })
const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const figures = new Map()
const note = (name, figure, value) => {
  const all = figures.get(name) ?? figures.set(name, {}).get(name)
  ;(all[figure] ??= []).push(value)
}

async function visit(context, name, { target, answered }, kind) {
  const page = await context.newPage()
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: Number(option.cpu) })
  await page.addInitScript(probe, [target, answered])
  server.forget()
  await page.goto(`${server.origin}/${encodeURIComponent(name)}/`, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.answeredAt, undefined, { timeout: 60_000 }).catch(() => {
    throw new Error(`${name}: no tap was answered`)
  })
  const [paint, tap] = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, window.answeredAt])
  note(name, `${kind} paint`, paint)
  note(name, `${kind} tap`, tap)
  const { bytes, scripts, requests } = server.seen()
  note(name, `${kind} kB`, bytes / 1000)
  note(name, `${kind} requests`, requests)
  if (kind === 'cold') note(name, 'scripts kB', scripts / 1000)
  await page.close()
}

/** Whether something is painted while no script arrives. */
async function paintsAlone(name) {
  const context = await program.newContext({ viewport: { width: 375, height: 667 } })
  const page = await context.newPage()
  await page.route(/\.js$/, () => {})
  await page.goto(`${server.origin}/${encodeURIComponent(name)}/`, { waitUntil: 'commit' })
  const painted = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length, undefined, { timeout: 10_000 }).then(() => 'yes', () => 'no')
  await context.close()
  return painted
}

try {
  const chosen = Object.entries(SUBJECTS).filter(([name]) => !option.only || option.only.split(',').includes(name.split(',')[0]))
  for (const [name, subject] of chosen) await subject.build(join(folder, name))
  const alone = new Map()
  for (const [name] of chosen) alone.set(name, await paintsAlone(name))
  for (let run = 0; run < Number(option.runs); run++) {
    for (const [name, subject] of chosen) {
      const context = await program.newContext({ viewport: { width: 375, height: 667 } })
      await visit(context, name, subject, 'cold')
      await visit(context, name, subject, 'warm')
      await context.close()
    }
  }
  const columns = ['cold kB', 'scripts kB', 'cold requests', 'cold paint', 'cold tap', 'warm kB', 'warm requests', 'warm paint', 'warm tap']
  console.log(`| | paints without scripts | ${columns.join(' | ')} |\n|---|---|${columns.map(() => '---|').join('')}`)
  for (const [name, all] of figures) console.log(`| ${name} | ${alone.get(name)} | ${columns.map((column) => median(all[column]).toFixed(/kB/.test(column) ? 1 : 0)).join(' | ')} |`)
  console.log(`\nChromium ${program.version()}, CPU slowed ${option.cpu} times, network ${option.network}, medians of ${option.runs}; bytes as sent (gzip), times in ms from the start of the navigation.`)
} finally {
  await program.close()
  server.close()
  rmSync(folder, { recursive: true })
}
