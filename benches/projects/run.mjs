/**
 * Times whole projects: `wxc build` cold, again and after edits, and `wxc dev` from start to the first page, from a save to the rebuilt app and to pixels in Chromium.
 * `node benches/projects/run.mjs [--runs=5] [--only=wux,250] [--json=FILE] [--no-browser]`; Linux only, since peak memory comes from the kernel.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { synthetic, writeFiles } from './synthetic.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
const RUNS = Number(option('runs') ?? 5)
const ONLY = option('only')?.split(',')
const BROWSER = !process.argv.includes('--no-browser')

const made = (options) => (folder) => writeFiles(folder, synthetic(options))
const fixture = (name) => (folder) => cpSync(join(root, 'fixtures', name), folder, { recursive: true })
const installed = (path) => (folder) => cpSync(join(root, 'node_modules', path), folder, { recursive: true })
/** Name: how to make it, its first page, and a component that page uses. */
const PROJECTS = {
  counter: [fixture('counter'), 'pages/index/index', undefined],
  shop: [fixture('shop'), 'pages/home/home', undefined],
  'weui-wxss dist': [installed('weui-wxss/dist'), 'example/index', undefined],
  'wux-weapp example': [installed('wux-weapp/example'), 'pages/index/index', 'dist/cell/index'],
  'synthetic 250': [made({ pages: 250 }), 'pages/p0/p0', 'shared/card'],
  'synthetic 500': [made({ pages: 500 }), 'pages/p0/p0', 'shared/card'],
  'synthetic 1000': [made({ pages: 1000 }), 'pages/p0/p0', 'shared/card'],
  'synthetic 2000': [made({ pages: 2000 }), 'pages/p0/p0', 'shared/card'],
  'synthetic 2000 in 10 subpackages': [made({ pages: 2000, subpackages: 10 }), 'pages/p0/p0', 'shared/card'],
}

/** Each kind of edit: the file, and its text with a number that the first page then shows. */
const EDITS = {
  WXML: (page) => [`${page}.wxml`, (text, n) => `${text}<view>probe-${n}</view>\n`],
  WXSS: (page) => [`${page}.wxss`, (text, n) => `${text}\npage { outline-offset: ${n}px }\n`],
  JS: (page) => [`${page}.js`, (text, n) => `${text}\nsetTimeout(() => wx.setNavigationBarTitle({ title: 'probe-${n}' }))\n`],
  JSON: (page) => [`${page}.json`, (text, n) => JSON.stringify({ ...JSON.parse(text || '{}'), navigationBarTitleText: `probe-${n}` })],
  component: (_, component) => [component && `${component}.wxml`, (text, n) => `${text}<view>probe-${n}</view>\n`],
  'app.wxss': () => ['app.wxss', (text, n) => `${text}\npage { outline-width: ${n}px; outline-style: hidden }\n`],
}

/** Runs in the page, also after it was loaded again: says with every frame that differs what it shows of the probes. */
const WATCH = `(() => {
  let last = ''
  const look = () => {
    const page = document.querySelector('wx-page')
    const style = page && getComputedStyle(page)
    const texts = (document.body?.textContent.match(/probe-\\d+/g) ?? []).concat(document.title.match(/probe-\\d+/g) ?? [])
    const now = [...texts, style && 'probe-' + parseInt(style.outlineOffset), style && 'probe-' + parseInt(style.outlineWidth)].join(' ')
    if (now !== last) console.debug('bench ' + (last = now))
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()`

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const round = (number) => (number === undefined ? undefined : Math.round(number * 10) / 10)

/** One `wxc build` in a process of its own: `{wall, cpu, peak}` in ms and MB. Only a parent hears from the kernel what a child used, and Node does not pass it on. */
function build(folder, out) {
  const measure = 'import json,os,sys,time;t=time.monotonic();p=os.spawnv(os.P_NOWAIT,sys.argv[1],sys.argv[1:]);s,u=os.wait4(p,0)[1:];print(json.dumps([s,(time.monotonic()-t)*1e3,(u.ru_utime+u.ru_stime)*1e3,u.ru_maxrss/1024]))'
  const text = execFileSync('python3', ['-c', measure, wxc, 'build', folder, '-o', out], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [, wall, cpu, peak] = JSON.parse(text)
  return { wall, cpu, peak }
}

function builds(folder, edits) {
  const out = mkdtempSync(join(tmpdir(), 'wxc-bench-out-'))
  const cold = []
  for (let run = 0; run < RUNS; run++) {
    rmSync(out, { recursive: true, force: true })
    cold.push(build(folder, out))
  }
  const again = (change) => {
    change()
    return round(build(folder, out).wall)
  }
  const wall = { unchanged: again(() => {}), ...Object.fromEntries(edits.map((edit) => [edit.kind, again(() => edit.save(1))])) }
  edits.forEach((edit) => edit.undo())
  rmSync(out, { recursive: true, force: true })
  return { cold: round(median(cold.map((run) => run.wall))), cpu: round(median(cold.map((run) => run.cpu))), peak: round(median(cold.map((run) => run.peak))), again: wall }
}

/** A started `wxc dev`: `listening` is the time until it answered, `hear(n)` waits for the rebuild number `n`. */
async function start(folder) {
  const begin = performance.now()
  const child = spawn(wxc, ['dev', folder, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const rebuilds = []
  const waiting = []
  let log = ''
  let answer
  const url = new Promise((resolve) => (answer = resolve))
  child.stderr.on('data', (chunk) => {
    log += chunk
    const found = /http:\/\/[\d.]+:\d+\//.exec(log)
    if (found) answer(found[0])
    for (const [, ms] of log.matchAll(/rebuilt in ([\d.]+) ms[^\n]*\n/g)) rebuilds.push({ at: performance.now(), said: Number(ms) })
    log = log.slice(log.lastIndexOf('\n') + 1)
    waiting.splice(0).forEach((look) => look())
  })
  const served = (await fetch(await url)).text().then(() => performance.now() - begin)
  return {
    url: await url,
    listening: await served,
    peak: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    async rebuilt(count) {
      while (rebuilds.length < count) await new Promise((resolve) => waiting.push(resolve))
      return rebuilds[count - 1]
    },
    rebuilds,
    stop: () => child.kill(),
  }
}

/** After each edit, ms: of a page that loads again a title is seen long before it is at rest, and the next edit would wait for it. */
const REST = 1000

const within = (ms, promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, ms))])

async function rebuilds(folder, edits, program) {
  const server = await start(folder)
  const first = { listening: round(server.listening), peak: round(server.peak()) }
  const page = await program?.newPage()
  const shown = new Map()
  const waiting = []
  if (page) {
    page.on('console', (message) => {
      if (!message.text().startsWith('bench ')) return
      for (const probe of message.text().split(' ').slice(1)) if (!shown.has(probe)) shown.set(probe, performance.now())
      waiting.splice(0).forEach((look) => look())
    })
    await page.addInitScript(WATCH)
    await page.goto(server.url)
    await page.waitForSelector('wx-page wx-view')
  }
  const visible = async (probe) => {
    while (!shown.has(probe)) await new Promise((resolve) => waiting.push(resolve))
    return shown.get(probe)
  }
  const times = Object.fromEntries(edits.map(({ kind }) => [kind, { said: [], rebuilt: [], visible: [] }]))
  let probe = 100
  // One round more: in the first the system reads the program's pages for rebuilding.
  for (let run = 0; run <= RUNS; run++)
    for (const edit of edits) {
      const count = server.rebuilds.length
      const saved = performance.now()
      edit.save(++probe)
      const rebuilt = await within(10_000, server.rebuilt(count + 1))
      const seen = page && (await within(10_000, visible(`probe-${probe}`)))
      await page?.waitForTimeout(REST)
      if (run === 0) continue
      if (rebuilt) times[edit.kind].said.push(rebuilt.said), times[edit.kind].rebuilt.push(rebuilt.at - saved)
      if (seen) times[edit.kind].visible.push(seen - saved)
    }
  const peak = round(server.peak())
  edits.forEach((edit) => edit.undo())
  await page?.close()
  server.stop()
  const medians = (kind) => Object.fromEntries(Object.entries(times[kind]).map(([what, all]) => [what, round(median(all))]))
  return { first, peak, edits: Object.fromEntries(edits.map(({ kind }) => [kind, medians(kind)])) }
}

/** The edits of a project, bound to its files. */
function editsOf(folder, page, component) {
  return Object.entries(EDITS).flatMap(([kind, of]) => {
    const [name, change] = of(page, component)
    if (!name) return []
    const file = join(folder, name)
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return [{ kind, save: (n) => writeFileSync(file, change(text, n)), undo: () => writeFileSync(file, text) }]
  })
}

function print(name, { build, dev }) {
  const edits = (of) => Object.entries(of).map(([kind, value]) => `${kind} ${value}`).join(', ')
  console.log(`${name}\n  build: cold ${build.cold} ms (CPU ${build.cpu}), peak ${build.peak} MB; ${edits(build.again)}`)
  console.log(`  dev: first answer ${dev.first.listening} ms, peak ${dev.first.peak} MB then, ${dev.peak} MB after all edits`)
  for (const [kind, { said, rebuilt, visible }] of Object.entries(dev.edits)) console.log(`    ${kind.padEnd(10)} rebuilding ${said} ms, save → rebuilt ${rebuilt} ms, → visible ${visible ?? '–'} ms`)
}

const program = BROWSER ? await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] }) : undefined
const results = {}
for (const [name, [make, page, component]] of Object.entries(PROJECTS)) {
  if (ONLY && !ONLY.some((part) => (/^\d+$/.test(part) ? name.endsWith(` ${part}`) : name.includes(part)))) continue
  const folder = mkdtempSync(join(tmpdir(), 'wxc-bench-'))
  make(folder)
  const edits = editsOf(folder, page, component)
  results[name] = { build: builds(folder, edits), dev: await rebuilds(folder, edits, program) }
  print(name, results[name])
  rmSync(folder, { recursive: true })
}
await program?.close()
if (option('json')) writeFileSync(option('json'), `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), cpu: `${cpus().length} × ${cpus()[0]?.model}`, unit: 'ms, MB; medians', results }, null, 2)}\n`)
