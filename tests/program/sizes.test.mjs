// The runtime stays small: gzip bytes of the fixtures' scripts, beside the committed figures and the limits of the design.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sizes, SNAPSHOT } from '../../benches/sizes.mjs'

/** What a change may add without saying so. */
const SLACK = 1.03
/** For the smallest app, bytes. */
const LIMITS = { view: 12 * 1024, logic: 16 * 1024 }

test('scripts have the committed sizes (`node benches/sizes.mjs --update` after a change that is worth it)', () => {
  const now = sizes()
  const committed = JSON.parse(readFileSync(SNAPSHOT, 'utf8'))
  assert.deepEqual(Object.keys(now), Object.keys(committed))
  for (const [fixture, scripts] of Object.entries(now)) {
    for (const [name, bytes] of Object.entries(scripts)) {
      const before = committed[fixture][name]
      assert.ok(bytes <= before * SLACK, `${fixture}: ${name} has ${bytes} bytes, committed are ${before}`)
    }
  }
  for (const [name, limit] of Object.entries(LIMITS)) assert.ok(now.counter[name] <= limit, `counter: ${name} has ${now.counter[name]} bytes, the limit is ${limit}`)
})
