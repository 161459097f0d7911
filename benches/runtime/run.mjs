/**
 * Run-time benchmarks: builds every contestant of a scenario, then measures them in interleaved rounds with real input and prints medians and ratios.
 * `node benches/runtime/run.mjs [--scenarios=table,…] [--contestants=vanilla,solid,…] [--only=operation,…] [--runs=7] [--json=FILE] [--profile=FOLDER]`
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
const OPTIONS = { scenarios: 'table,tree,feed,filter,scroll,busy', contestants: '', only: '', runs: '7', json: '', profile: '' }
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
// Only now are the peers' compilers there.
const { PEERS } = await import('./contestants/peers.mjs')
const { OURS } = await import('./contestants/wxc.mjs')
const { serve } = await import('./contestants/serve.mjs')
const { launch } = await import('./measure/chromium.mjs')
const { measureFrames } = await import('./measure/frames.mjs')
const { readTrace } = await import('./measure/trace.mjs')
const { report } = await import('./report.mjs')

const names = (text) => text.split(',').filter(Boolean)
const CONTESTANTS = { ...PEERS, ...OURS }
const out = mkdtempSync(join(tmpdir(), 'wxc-bench-'))
const plain = (path) => Object.entries(CONTESTANTS).some(([name, { plain }]) => plain && decodeURIComponent(path).includes(`/${name}/`))

/** Names of the contestants of a scenario, built. */
async function buildAll(name, { without = [] }) {
  const wanted = names(option.contestants)
  const built = []
  for (const [contestant, { file, build }] of Object.entries(CONTESTANTS)) {
    const folder = join(here, 'scenarios', name)
    if (!existsSync(join(folder, file)) || without.includes(contestant) || (wanted.length && !wanted.includes(contestant))) continue
    await build(folder, join(out, name, contestant))
    built.push(contestant)
  }
  return built
}

const shuffled = (list) => list.map((value) => [Math.random(), value]).sort((a, b) => a[0] - b[0]).map(([, value]) => value)

/** One input on a fresh, warmed page. */
async function sample(page, { before, step }, label) {
  for (const one of before) await page.act(one)
  await page.page.evaluate('gc(), bench.settle(3)')
  if (step[0] === 'click') await page.input.hover(step[1])
  // The pointer is there already: its hover style is not part of what is measured.
  await page.page.evaluate('bench.settle(3)')
  if (option.profile) {
    mkdirSync(option.profile, { recursive: true })
    const profile = await page.profiled(() => page.act(step))
    writeFileSync(join(option.profile, label.replace(/\W+/g, '-') + '.cpuprofile'), JSON.stringify(profile))
    return {}
  }
  return readTrace(
    await page.traced(async () => {
      await page.page.evaluate(`performance.mark('bench-go')`)
      await page.act(step)
    }),
  )
}

async function heapOf(page, steps) {
  const ready = await page.heap()
  for (const step of steps) await page.act(step)
  const full = await page.heap()
  return { ready: ready.heap, heap: full.heap, nodes: full.nodes }
}

const served = await serve(out, plain)
const results = {}
let version
try {
  for (const name of names(option.scenarios)) {
    const { scenario } = await import(`./scenarios/${name}/scenario.mjs`)
    const contestants = await buildAll(name, scenario)
    const wanted = names(option.only)
    const tasks = [...Object.entries({ ...scenario.operations, ...scenario.more }).map(([title, operation]) => ({ title, operation })), ...(scenario.heap ? [{ title: 'heap' }] : [])]
    const chosen = wanted.length ? tasks.filter(({ title }) => wanted.includes(title)) : tasks
    const found = (results[name] = { contestants, figures: {} })
    for (let round = 0; round < Number(option.runs); round++) {
      const browser = await launch({ frames: scenario.frames === true })
      version = browser.version
      try {
        for (const { title, operation } of shuffled(chosen)) {
          for (const contestant of shuffled(contestants)) {
            let page
            try {
              page = await browser.open(`${served.origin}/${name}/${encodeURIComponent(contestant)}/`, scenario.ready)
              const figures = !operation ? await heapOf(page, scenario.heap) : scenario.frames ? await measureFrames(page, operation) : await sample(page, operation, `${name} ${contestant} ${title}`)
              for (const [figure, value] of Object.entries(figures)) ((((found.figures[title] ??= {})[figure] ??= {})[contestant] ??= []).push(value))
            } catch (error) {
              console.error(`${name}, ${contestant}, ${title}: ${error.message} ${page?.problems.join('; ') ?? ''}`)
              process.exitCode = 1
            } finally {
              await page?.close()
            }
          }
        }
      } finally {
        await browser.close()
      }
      console.error(`${name}: round ${round + 1} of ${option.runs}`)
    }
    if (option.json) writeFileSync(option.json, JSON.stringify({ version, results }))
    report(name, scenario, found)
  }
  console.log(`\nChromium ${version}, medians of ${option.runs} interleaved rounds; in brackets × vanilla.\n`)
} finally {
  served.close()
  rmSync(out, { recursive: true })
}
