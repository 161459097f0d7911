/** Checks the oracle itself: `wcc` must give every recorded answer of `../conformance/wxml` again. */
import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { withoutKeys } from './compare.mjs'
import { makeOracle } from './wcc.mjs'

const folder = new URL('../conformance/wxml/', import.meta.url)
const ask = makeOracle()
let count = 0
let different = 0
for (const file of readdirSync(folder).sort()) {
  for (const given of JSON.parse(readFileSync(new URL(file, folder), 'utf8')).cases) {
    const answer = ask(given)
    const keys = JSON.stringify(given.files).includes('wx:key')
    const same = ['expect', 'throws'].every((field) => isDeepStrictEqual(withoutKeys(answer[field], keys), withoutKeys(given[field], keys))) && isDeepStrictEqual(plain(answer.error), plain(given.error))
    count++
    if (same) continue
    different++
    console.log(`${given.name} ${JSON.stringify(given.files)}\n  recorded ${JSON.stringify(given.expect ?? given.error ?? given.throws)}\n  now      ${JSON.stringify(answer)}`)
  }
}
console.log(`${count} cases, ${different} differ`)
process.exitCode = different ? 1 : 0

/** Paths in messages with or without `./` in front. */
function plain(error) {
  return error && { ...error, message: error.message.replaceAll('./', '') }
}
