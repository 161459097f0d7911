/** Random templates through `wcc` and `wxc`: `node tests/differential/run.mjs [--seed N] [--count N] [--broken] [--show N] [--all]`. */
import { parseArgs } from 'node:util'
import { difference, renderAll } from './compare.mjs'
import { makeCase } from './generate.mjs'
import { kindOf, shrink } from './shrink.mjs'
import { makeOracle } from './wcc.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
    broken: { type: 'boolean', default: false },
    /** Differences that are made small and shown. */
    show: { type: 'string', default: '5' },
    /** Also what `wcc` rejects although the generator meant it to be right. */
    all: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed)
const cases = Array.from({ length: Number(values.count) }, (_, i) => makeCase(first + i, { broken: values.broken }))
const rendered = renderAll(cases)
const ask = makeOracle({ nullIsEmpty: true })
const rejections = {}
let different = 0
let rejected = 0
for (const given of cases) {
  const answer = ask(given)
  if (answer.error || answer.throws) rejected++
  const what = difference(given, answer, rendered.get(given.name))
  if (what === undefined) continue
  if (answer.error && !values.broken && !values.all) {
    const message = answer.error.message.replace(/`[^`]*`/, '…')
    rejections[message] = (rejections[message] ?? 0) + 1
    continue
  }
  if (++different > Number(values.show)) continue
  const small = shrink(given, ask)
  console.log(`${given.name}: ${kindOf(what)}\n  ${JSON.stringify(small.files)}\n  data ${JSON.stringify(small.data)}\n  ${difference(small, ask(small), renderAll([small]).get(small.name))}\n`)
}
if (Object.keys(rejections).length) console.log('rejected by wcc, accepted here:', rejections)
console.log(`${cases.length} cases, ${rejected} rejected by wcc, ${different} differ`)
process.exitCode = different ? 1 : 0
