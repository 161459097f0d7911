/** Writes what `wcc` says into the cases of `../conformance/ours/wxml`: `node tests/differential/record.mjs`. A new case needs `name`, `files`, `entry` and `data`. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { withoutKeys } from './compare.mjs'
import { makeOracle } from './wcc.mjs'

const folder = new URL('../conformance/ours/wxml/', import.meta.url)
const ask = makeOracle()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
  const suite = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
  const lines = suite.cases.map(({ name, files, entry, data, level, note, ...given }) => {
    const { warnings: _, runtimeErrors: __, ...answer } = ask({ files, entry, data, components: given.components })
    if (answer.expect) answer.expect = withoutKeys(answer.expect, JSON.stringify(files).includes('wx:key'))
    return '  ' + JSON.stringify({ name, files, entry, data, ...(given.components && { components: given.components }), ...answer, ...(level && { level, note }) })
  })
  writeFileSync(new URL(file, folder), `{"format": ${suite.format}, "topic": ${JSON.stringify(suite.topic)}, "cases": [\n${lines.join(',\n')}\n]}\n`)
  console.log(`${file}: ${lines.length} cases`)
}
