/** Inline styles at run time, by the table that the compiler's twin of the function is tested with too. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rpxToCss } from '../../runtime-shim/src/protocol/rpx.ts'
import cases from '../rpx-inline.json'

for (const [style, expected] of cases as [string, string][]) test(`rpx: ${style}`, () => assert.equal(rpxToCss(style), expected))
