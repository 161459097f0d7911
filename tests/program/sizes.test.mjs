// The runtime stays small: gzip bytes of the fixtures' scripts, beside the committed figures and the limits of the design.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sizes, SNAPSHOT } from '../../benches/sizes.mjs'

/** What a change may add without saying so. */
const SLACK = 1.03
/** For all scripts of the smallest app, bytes. */
const LIMIT = 28 * 1024

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
  const all = now.counter.view + now.counter.logic
  assert.ok(all <= LIMIT, `counter: the scripts have ${all} bytes, the limit is ${LIMIT}`)
})
