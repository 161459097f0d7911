#!/usr/bin/env node
'use strict'
// Usage: node bench.cjs [--runs=9] [--only=create1k,select] [--input=mouse|touch|dom] [--vsync] [--json=out.json]
//                       [--chrome=chromium] [--throttle=1] [--base=NAME] [--shared=DIR] NAME=DIR[:ENTRY] ...
//        node bench.cjs --from=out.json [--order=NAME,NAME] [--base=NAME]   prints the table of an earlier run again
const fs = require('node:fs'), http = require('node:http'), path = require('node:path'), zlib = require('node:zlib')
const { launch, newPage } = require('./cdp.cjs')

const opt = { runs: '9', input: 'mouse', chrome: process.env.CHROME || 'chromium', throttle: '1' }, subjects = []
for (const a of process.argv.slice(2)) {
  const o = /^--([a-z]+)(?:=(.*))?$/.exec(a)
  if (o) { opt[o[1]] = o[2] ?? true; continue }
  const m = /^([^=]+)=(.+?)(?::([^:]+))?$/.exec(a)
  if (!m) throw new Error(`not understood: ${a}`)
  subjects.push({ name: m[1], dir: path.resolve(m[2]), entry: m[3] || 'index.html' })
}
if (opt.from) {
  const d = JSON.parse(fs.readFileSync(opt.from, 'utf8'))
  for (const n of Object.keys(d.data)) if (!subjects.some((s) => s.name === n)) subjects.push({ name: n })
  if (opt.order) subjects.sort((a, b) => String(opt.order).split(',').indexOf(a.name) - String(opt.order).split(',').indexOf(b.name))
  Object.assign(opt, { ...d.opt, ...opt, runs: d.opt.runs })
  setImmediate(() => report(d.data, [...Object.keys(BENCH), 'memory', 'startup'], d.version))
} else if (!subjects.length) { console.error(fs.readFileSync(__filename, 'utf8').split('\n').slice(2, 6).join('\n')); process.exit(2) }

const STANDARD = {
  buttons: { run: '#run', runlots: '#runlots', add: '#add', update: '#update', clear: '#clear', swaprows: '#swaprows' },
  rowsParent: 'tbody', idCell: 'td:nth-child(1)', labelCell: 'td:nth-child(2)', labelClick: 'td:nth-child(2) a',
  removeClick: 'td:nth-child(3) a', selectedClass: 'danger', pierce: false,
}
for (const s of opt.from ? [] : subjects) {
  const f = path.join(s.dir, 'jsbench.json')
  s.cfg = { ...STANDARD, ...(fs.existsSync(f) ? JSON.parse(fs.readFileSync(f, 'utf8')) : {}) }
  if (s.cfg.entry) s.entry = s.cfg.entry
  s.at = `/frameworks/keyed/${path.basename(s.dir)}/`
}

// Each subject is at /frameworks/keyed/<name of its folder>/, as in the original benchmark: some builds have that path in them.
// What is asked for outside of that (the css of the original benchmark) is looked up in --shared.
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png' }
let served = []
const server = http.createServer((req, res) => {
  const p = decodeURIComponent(new URL(req.url, 'http://x').pathname)
  const s = subjects.find((s) => p.startsWith(s.at))
  const root = s ? s.dir : opt.shared && path.resolve(opt.shared)
  const f = root && path.join(root, s ? p.slice(s.at.length) : p)
  if (!f || !f.startsWith(root) || !fs.existsSync(f) || !fs.statSync(f).isFile()) { res.writeHead(404).end(); return }
  const body = fs.readFileSync(f)
  if (s) served.push([f, body.length])
  res.writeHead(200, {
    'content-type': (TYPES[path.extname(f)] || 'application/octet-stream') + '; charset=utf-8', 'cache-control': 'no-store',
    // --plain=NAME,… are served without isolation: no shared memory.
    ...(s && String(opt.plain).split(',').includes(s.name) ? {} : { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }), 'cross-origin-resource-policy': 'same-origin',
  }).end(body)
})

// before: clicks that bring the page to its start state, each with the condition it waits for. go: the one that is measured.
const rows = (n) => `() => __jsb.n() === ${n}`
const BENCH = {
  create1k: { before: rep(5, [['button:run', rows(1000)], ['button:clear', rows(0)]]), go: ['button:run', rows(1000)] },
  replace1k: { before: rep2(5, (i) => ['button:run', `() => __jsb.n() === 1000 && __jsb.id(0) === '${i * 1000 + 1}'`]), go: ['button:run', `() => __jsb.id(0) === '5001' && __jsb.id(999) === '6000'`] },
  update10th: { before: [['button:run', rows(1000)], ...rep2(3, (i) => ['button:update', `() => __jsb.label(990).endsWith('${' !!!'.repeat(i + 1)}')`])], go: ['button:update', `() => __jsb.label(990).endsWith('${' !!!'.repeat(4)}')`] },
  select: { before: [['button:run', rows(1000)], ...rep2(5, (i) => [`label:${i + 3}`, `() => __jsb.selected(${i + 3})`])], go: ['label:1', `() => __jsb.selected(1) && !__jsb.selected(7)`] },
  swap: { before: [['button:run', rows(1000)], ...rep2(5, (i) => ['button:swaprows', `() => __jsb.id(1) === '${i % 2 ? 2 : 999}'`])], go: ['button:swaprows', `() => __jsb.id(1) === '2' && __jsb.id(998) === '999'`] },
  remove: { before: [['button:run', rows(1000)], ...rep2(5, (i) => [`remove:${6 - i}`, rows(999 - i)])], go: ['remove:1', `() => __jsb.n() === 994`] },
  create10k: { before: rep(3, [['button:run', rows(1000)], ['button:clear', rows(0)]]), go: ['button:runlots', rows(10000)] },
  append1k: { before: [...rep(3, [['button:run', rows(1000)], ['button:clear', rows(0)]]), ['button:run', rows(1000)]], go: ['button:add', rows(2000)] },
  clear1k: { before: [...rep(5, [['button:run', rows(1000)], ['button:clear', rows(0)]]), ['button:run', rows(1000)]], go: ['button:clear', rows(0)] },
}
function rep(n, list) { return Array.from({ length: n }, () => list).flat() }
function rep2(n, f) { return Array.from({ length: n }, (_, i) => f(i)) }

async function press(page, what) {
  if (opt.input === 'dom') { // a synthetic click, as the original benchmark's puppeteer-free drivers do
    await page.evaluate(`(() => { const [k, a] = ${JSON.stringify(what)}.split(':'); const c = ${JSON.stringify(page.cfg)};
      const e = k === 'button' ? __jsb.q(c.buttons[a]) : __jsb.row(+a).querySelector(k === 'label' ? c.labelClick : c.removeClick); e.click() })()`)
    return
  }
  const at = await page.evaluate(`__jsb.at(${JSON.stringify(what)})`)
  if (!at) throw new Error(`nothing to click at ${what}`)
  if (opt.input === 'touch') {
    await page.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })
    await page.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    return
  }
  await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at })
  await page.send('Input.dispatchMouseEvent', { type: 'mousePressed', button: 'left', buttons: 1, clickCount: 1, ...at })
  await page.send('Input.dispatchMouseEvent', { type: 'mouseReleased', button: 'left', clickCount: 1, ...at })
}
async function act(page, [what, cond]) {
  await page.evaluate(`void (window.__p = __jsb.until(${cond}))`)
  await press(page, what)
  await page.evaluate('window.__p')
}
async function open(b, s, startup) {
  const page = await newPage(b)
  page.cfg = s.cfg
  const src = fs.readFileSync(path.join(__dirname, 'probe.js'), 'utf8').replace('__CFG__', () => JSON.stringify({ ...s.cfg, startup }))
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: src.replace('(() => {', '(() => { if (window !== window.top) return;') })
  if (opt.input === 'touch') await page.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  if (+opt.throttle > 1) await page.send('Emulation.setCPUThrottlingRate', { rate: +opt.throttle })
  await page.send('Page.navigate', { url: `http://127.0.0.1:${server.address().port}${s.at}${s.entry}` })
  const end = Date.now() + 10000
  for (;;) {
    if (await page.evaluate(`document.readyState === 'complete' && !!window.__jsb && !!__jsb.q(${JSON.stringify(s.cfg.buttons.run)})`).catch(() => false)) break
    if (Date.now() > end) throw new Error(`${s.name}: #run never appeared; ${page.errors[0] || ''}`)
    await new Promise((r) => setTimeout(r, 20))
  }
  await page.evaluate(`new Promise(r => setTimeout(r, ${s.cfg.settleMs || 60}))`)
  return page
}

async function traced(b, page, f) {
  const events = []
  const off = b.on((m) => { if (m.method === 'Tracing.dataCollected') events.push(...m.params.value) })
  const done = new Promise((r) => { const o = b.on((m) => { if (m.method === 'Tracing.tracingComplete') { o(); r() } }) })
  await b.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', '__metadata'], excludedCategories: ['*'] } })
  try { await f() } finally { await b.send('Tracing.end'); await done; off() }
  return events
}
function read(events) {
  const mark = (n) => events.filter((e) => e.cat.includes('blink.user_timing') && e.name === n)
  const go = mark('jsb-go')[0], doneMark = mark('jsb-done').filter((e) => e.ts > go.ts)[0]
  const pid = go.pid, tid = go.tid
  const mine = events.filter((e) => e.pid === pid).sort((a, b) => a.ts - b.ts)
  const kinds = opt.input === 'dom' ? ['click'] : opt.input === 'touch' ? ['touchend', 'pointerup'] : ['pointerup', 'mouseup', 'click']
  const start = mine.find((e) => e.name === 'EventDispatch' && kinds.includes(e.args?.data?.type) && e.ts >= go.ts)
  if (!start || !doneMark) throw new Error('no input event or no done mark in the trace')
  const commit = mine.find((e) => e.tid === tid && e.name === 'Commit' && e.ts >= doneMark.ts)
  const paint = mine.find((e) => e.tid === tid && e.name === 'Paint' && e.ts >= doneMark.ts)
  const last = commit || paint
  const end = last ? last.ts + (last.dur || 0) : doneMark.ts
  const busy = (t) => mine.filter((e) => e.name === 'RunTask' && e.ph === 'X' && t(e.tid)).reduce((n, e) => n + Math.max(0, Math.min(e.ts + e.dur, end) - Math.max(e.ts, start.ts)), 0)
  const names = new Map(mine.concat(events.filter((e) => e.pid === pid)).filter((e) => e.name === 'thread_name').map((e) => [e.tid, e.args.name]))
  const worker = (t) => /Worker/.test(names.get(t) || '') && !/ThreadPool|CompositorTileWorker/.test(names.get(t) || '')
  const script = mine.filter((e) => e.tid === tid && ['EventDispatch', 'FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire', 'HandlePostMessage'].includes(e.name) && e.dur)
  let covered = 0, to = start.ts
  for (const e of script) { const a = Math.max(e.ts, to), z = Math.min(e.ts + e.dur, end); if (z > a) { covered += z - a; to = z } }
  return { total: (end - start.ts) / 1000, script: covered / 1000, main: busy((t) => t === tid) / 1000, worker: busy(worker) / 1000 }
}
async function sample(b, s, bench) {
  const page = await open(b, s)
  try {
    for (const step of bench.before) await act(page, step)
    await page.evaluate('gc(), __jsb.settle(3)')
    const [what, cond] = bench.go
    if (opt.input !== 'dom') { // have the pointer there already: the hover style is not part of what is measured
      const at = await page.evaluate(`__jsb.at(${JSON.stringify(what)})`)
      if (opt.input === 'mouse') await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at })
      await page.evaluate('new Promise(r => setTimeout(r, 30))')
    }
    const ev = await traced(b, page, async () => {
      await page.evaluate(`void (performance.mark('jsb-go'), window.__p = __jsb.until(${cond}))`)
      await press(page, what)
      await page.evaluate('window.__p')
    })
    return read(ev)
  } finally { await page.close() }
}
async function memory(b, s) {
  const page = await open(b, s)
  const mem = async () => (await page.evaluate('gc(), performance.measureUserAgentSpecificMemory().then(m => m.bytes)')) / 1048576
  try {
    const ready = await mem()
    await act(page, ['button:run', rows(1000)])
    const run = await mem()
    for (let i = 0; i < 4; i++) { await act(page, ['button:clear', rows(0)]); await act(page, ['button:run', rows(1000)]) }
    await act(page, ['button:clear', rows(0)])
    return { ready, run1k: run, cleared: await mem() }
  } finally { await page.close() }
}
async function startup(b, s) {
  served = []
  const page = await open(b, s, true)
  try {
    const t = await page.evaluate(`(async () => { await __jsb.settle(3); const p = performance.getEntriesByName('first-contentful-paint')[0]; return { fcp: p ? p.startTime : NaN, ready: __jsb.ready } })()`)
    const files = new Map(served)
    let raw = 0, gz = 0
    for (const [f, n] of files) { raw += n; gz += zlib.gzipSync(fs.readFileSync(f), { level: 9 }).length }
    return { ...t, raw: raw / 1024, gz: gz / 1024, requests: served.length }
  } finally { await page.close() }
}

const median = (a) => { const s = a.filter(Number.isFinite).sort((x, y) => x - y), m = s.length >> 1; return s.length ? (s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2) : NaN }
const shuffle = (a) => { for (let i = a.length - 1; i > 0; i--) { const j = Math.floor(Math.random() * (i + 1)); [a[i], a[j]] = [a[j], a[i]] } return a }

if (!opt.from) (async () => {
  await new Promise((r) => server.listen(0, '127.0.0.1', r))
  const only = opt.only ? String(opt.only).split(',') : [...Object.keys(BENCH), 'memory', 'startup']
  const data = {}
  const put = (s, k, v) => { for (const [n, x] of Object.entries(v)) (((data[s] ||= {})[k] ||= {})[n] ||= []).push(x) }
  let version
  for (let round = 0; round < +opt.runs; round++) {
    const b = await launch({ chrome: opt.chrome, vsync: !!opt.vsync })
    version = b.version.product
    try {
      for (const k of shuffle([...only])) for (const s of shuffle([...subjects])) {
        try {
          const v = k === 'memory' ? await memory(b, s) : k === 'startup' ? await startup(b, s) : await sample(b, s, BENCH[k])
          put(s.name, k, v)
        } catch (e) { process.stderr.write(`${s.name} ${k}: ${e.message}\n`); if (/browser exited/.test(e.message)) throw e }
      }
    } finally { await b.close() }
    process.stderr.write(`round ${round + 1}/${opt.runs}\n`)
    if (opt.json) fs.writeFileSync(opt.json, JSON.stringify({ version, opt, data }, null, 1))
  }
  server.close()
  report(data, only, version)
})().catch((e) => { console.error(e); process.exit(1) })

function report(data, only, version) {
  const names = subjects.map((s) => s.name), base = opt.base || names[0]
  const head = ['', ...names]
  const lines = []
  const row = (title, f) => {
    const b = median(f(data[base]) || [])
    lines.push([title, ...names.map((n) => { const m = median(f(data[n]) || []); return Number.isFinite(m) ? `${m >= 100 ? m.toFixed(0) : m.toFixed(1)} (${(m / b).toFixed(2)})` : '-' })])
    return names.map((n) => median(f(data[n]) || []) / b)
  }
  const has = only.filter((k) => names.some((n) => data[n]?.[k]) && BENCH[k])
  const block = (what, f) => {
    const all = has.map((k) => row(`${k} ${what}`, (d) => d?.[k] && f(d[k])))
    if (all.length > 1) lines.push([`geometric mean, ${what}`, ...names.map((_, i) => Math.exp(all.reduce((t, r) => t + Math.log(r[i]), 0) / all.length).toFixed(2))])
  }
  block('script', (d) => d.script)
  block('busy', (d) => d.main.map((x, i) => x + d.worker[i]))
  block('wall', (d) => d.total)
  if (only.includes('memory')) for (const m of ['ready', 'run1k', 'cleared']) row(`memory ${m} MiB`, (d) => d?.memory?.[m])
  if (only.includes('startup')) for (const m of ['fcp', 'ready', 'raw', 'gz', 'requests']) row(`startup ${m} ${m === 'raw' || m === 'gz' ? 'KiB' : m === 'requests' ? '' : 'ms'}`, (d) => d?.startup?.[m])
  const w = head.map((_, i) => Math.max(...[head, ...lines].map((l) => l[i].length)))
  console.log(`${version}; median of ${opt.runs}; input ${opt.input}; ${opt.vsync ? 'vsync' : 'no frame rate limit'}; throttle ${opt.throttle}; in brackets: relative to ${base}; ms`)
  for (const l of [head, ...lines]) console.log('| ' + l.map((c, i) => c.padEnd(w[i])).join(' | ') + ' |')
}
