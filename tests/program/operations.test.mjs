// The keyed table makes the messages and patch operations it is known to make; more would be slower, fewer may be a better patch or a lost update.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { count, SNAPSHOT } from '../../benches/operations.mjs'

test('operations of the keyed table are the committed ones (`node benches/operations.mjs --update` after a change that is meant)', async () => {
  assert.deepEqual(await count(), JSON.parse(readFileSync(SNAPSHOT, 'utf8')))
})
