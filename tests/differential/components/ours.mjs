/** Runs cases here: one build by `wxc` for all of them, the runtime bundled from its sources, patches applied to jsdom's document by the view's own applier. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Recorder, doStep, treeOf } from './record.mjs'
import { WXC } from '../compare.mjs'

const source = fileURLToPath(new URL('../../../runtime-shim/src/', import.meta.url))

/** One function body that gives the logic side and the applier; evaluated per case, so that each has its own state. */
const runtime = build({
  stdin: {
    contents: `export { bootLogic } from './logic/main.ts'; export { wxRoute } from './logic/wx/route.ts'; export { Applier } from './view/apply/apply.ts'`,
    resolveDir: source,
    loader: 'ts',
  },
  bundle: true,
  format: 'iife',
  globalName: 'runtime',
  write: false,
}).then((result) => result.outputFiles[0].text + '\nreturn runtime')

/** Builds all cases; the scripts and templates of each by name. */
export function buildAll(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-'))
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text))
  }
  try {
    write('project.config.json', { appid: 'touristappid' })
    write('app.json', { pages: ['blank', ...cases.map((given) => `${given.name}/page`)] })
    write('app.js', 'App({})')
    write('blank.wxml', '')
    write('blank.js', 'Page({})')
    for (const given of cases) {
      for (const unit of given.units) {
        const path = `${given.name}/${unit.name}`
        write(`${path}.json`, { component: true, usingComponents: Object.fromEntries((unit.using ?? []).map((name) => [name, name])) })
        write(`${path}.wxml`, unit.wxml ?? '')
        write(`${path}.js`, `const { R, shared } = globalThis.$case\n${unit.js}`)
      }
    }
    const run = spawnSync(WXC, ['build', folder, '--mode', 'dev', '--no-prerender', '--message-format', 'short', '-o', join(folder, 'dist')], { encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.status !== 0) throw new Error(run.stderr.split('\n').filter((line) => / error/.test(line)).join('\n'))
    const script = readFileSync(join(folder, 'dist/assets/logic.js'), 'utf8')
    const assets = readdirSync(join(folder, 'dist/assets')).filter((name) => name.endsWith('.html'))
    const html = [join(folder, 'dist/index.html'), ...assets.map((name) => join(folder, 'dist/assets', name))].map((path) => readFileSync(path, 'utf8')).join('')
    const holder = document.createElement('div')
    holder.innerHTML = html.replace(/^[^]*?<body>/, '')
    const templates = new Map([...holder.querySelectorAll('template')].map((template) => [template.id, template]))
    return { script: script.slice(script.indexOf('\n$wxc.app(')), templates }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0))

/** `{lines, tree}` of a case. */
export async function runOurs(given, { script, templates }) {
  const { bootLogic, wxRoute, Applier } = new Function(await runtime)()
  const recorder = new Recorder()
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  const applier = new Applier({ source: (key) => templates.get(key) ?? null, page: () => place, prepared() {} })
  let receive
  let busy = 0
  let pageId
  bootLogic({
    wx: [wxRoute],
    channel: {
      listen: (listener) => (receive = listener),
      send(message) {
        busy++
        if (message.t === 'mount') {
          pageId = message.page
          place.replaceChildren()
        }
        if (message.t === 'patch') {
          try {
            applier.apply(structuredClone(message.ops))
          } catch (error) {
            recorder.lines.push(`patch fails: ${error.message}`)
          }
          if (message.ack) setTimeout(() => receive({ t: 'ack', seq: message.seq }))
        }
      },
    },
  })
  const settle = async () => {
    for (let seen = -1; seen !== busy; ) {
      seen = busy
      for (let i = 0; i < 3; i++) await soon()
    }
  }
  globalThis.$case = { R: recorder, shared: {} }
  const { $wxc } = globalThis
  const mine = (path) => path.startsWith(given.name + '/') || !path.includes('/')
  const filtered = { ...$wxc, module: (path, ...rest) => mine(path) && $wxc.module(path, ...rest), unit: (path, ...rest) => mine(path) && $wxc.unit(path, ...rest) }
  new Function('$wxc', script)(filtered)
  receive({ t: 'boot', version: 1, env: { screenWidth: 375, screenHeight: 667, base: 'http://localhost/' }, url: '', path: `${given.name}/page`, query: {} })
  await settle()
  const resize = (detail) => receive({ t: 'page', page: pageId, what: 'resize', detail })
  for (const step of given.steps) {
    doStep(step, recorder, resize)
    await settle()
  }
  recorder.lines.push('--- end')
  const tree = treeOf(place)
  $wxc.globals.wx.redirectTo({ url: '/blank' })
  await settle()
  return { lines: recorder.lines, tree }
}
