/** Random component trees in WeChat's engines and here: `node tests/differential/components/run.mjs [--seed N] [--count N] [--only feature,…] [--show N] [--against exparser|glass-easel|both]`. */
import { parseArgs } from 'node:util'
import './engines.mjs'
import { compileAll, runInExparser } from './exparser.mjs'
import { makeCase } from './generate.mjs'
import { runInGlassEasel } from './glass.mjs'
import { buildAll, runOurs } from './ours.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    show: { type: 'string', default: '3' },
    only: { type: 'string' },
    /** Whose difference counts: `both` only where the two agree. */
    against: { type: 'string', default: 'both' },
    /** Only one line per difference. */
    brief: { type: 'boolean', default: false },
  },
})
const silent = () => undefined
const say = console.log
for (const level of ['log', 'warn', 'error', 'info']) console[level] = silent

const guarded = async (run) => {
  try {
    return await run()
  } catch (error) {
    return { lines: [`throws ${error.stack}`], tree: '' }
  }
}

function firstDifference(a, b) {
  const n = Math.max(a.lines.length, b.lines.length)
  for (let i = 0; i < n; i++) if (a.lines[i] !== b.lines[i]) return i
  return a.tree === b.tree ? -1 : n
}

const cases = Array.from({ length: Number(values.count) }, (_, i) => makeCase(Number(values.seed) + i, { only: values.only?.split(',') }))
const built = buildAll(cases)
const templates = compileAll(cases)
const counts = { same: 0, 'all agree against us': 0, 'like exparser only': 0, 'like glass-easel only': 0, 'all three differ': 0 }
let shown = 0
for (const given of cases) {
  const exparser = await guarded(() => runInExparser(given, templates))
  const glass = await guarded(() => runInGlassEasel(given))
  const ours = await guarded(() => runOurs(given, built))
  const engines = firstDifference(exparser, glass)
  const [withE, withG] = [firstDifference(ours, exparser), firstDifference(ours, glass)]
  // Up to where the engines agree, they are right.
  const wrong = (engines < 0 && withE >= 0) || (engines >= 0 && withE >= 0 && withE < engines)
  const kind = wrong ? 'all agree against us' : withE < 0 && withG < 0 ? 'same' : withE < 0 ? 'like exparser only' : withG < 0 ? 'like glass-easel only' : 'all three differ'
  counts[kind]++
  const [other, at] = values.against === 'glass-easel' ? [glass, withG] : [exparser, withE]
  const counted = values.against === 'both' ? wrong : at >= 0
  if (!counted || shown++ >= Number(values.show)) continue
  if (values.brief) {
    const line = (run) => [...run.lines, run.tree][at]
    say(`${given.name} ${kind}, line ${at}\n  exparser    ${line(exparser)}\n  glass-easel ${line(glass)}\n  ours        ${line(ours)}`)
    continue
  }
  say(`=== ${given.name} ${kind}: line ${at}`)
  for (const unit of given.units) say(`[${unit.name}] ${unit.wxml}\n${unit.js}`)
  const lines = (run) => [...run.lines, run.tree].slice(Math.max(0, at - 9), at + 9).map((line, i) => `  ${Math.max(0, at - 9) + i === at ? '>' : ' '} ${line}`).join('\n')
  say(`theirs (${values.against === 'glass-easel' ? 'glass-easel' : 'exparser'}):\n${lines(other)}\n${values.against !== 'both' ? `the other one:\n${lines(values.against === 'exparser' ? glass : exparser)}\n` : ''}ours:\n${lines(ours)}\n`)
}
say(counts)
process.exitCode = counts['all agree against us'] ? 1 : 0
