/** Compares what `wxc render --cases` says with what the oracle says, under the rules of `../conformance/README.md`. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

const TARGET = fileURLToPath(new URL('../../target/', import.meta.url))
/** The program under test: `WXC`, else the release build, else the debug build. */
export const WXC = process.env.WXC ?? ['release', 'debug'].map((profile) => `${TARGET}${profile}/wxc`).find((file) => existsSync(file))

/** Renders many cases in one process; the answers by name. */
export function renderAll(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-cases-'))
  try {
    const file = join(folder, 'cases.json')
    writeFileSync(file, JSON.stringify({ format: 1, topic: 'random', cases: cases.map(({ name, files, entry, data }) => ({ name, files, entry, data })) }))
    const run = spawnSync(WXC, ['render', '--cases', file], { encoding: 'utf8', maxBuffer: 1 << 30, timeout: 1_200_000 })
    if (run.error ?? run.status > 1) throw run.error ?? new Error(`wxc ended with ${run.status}: ${run.stderr}`)
    return new Map(run.stdout.trim().split('\n').map((line) => JSON.parse(line)).map((answer) => [answer.name, answer]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is different, or nothing. `answer` is the oracle's, `rendered` is ours. */
export function difference(given, answer, rendered) {
  if (!rendered) return 'no answer'
  const errors = rendered.diagnostics.filter((d) => d.severity === 'error')
  if (answer.error) return errors.length ? undefined : `accepted, expected: ${answer.error.message}`
  if (answer.throws) return undefined
  // Artefacts: recursion ends at the first level (§7).
  if (answer.warnings?.some((w) => /called recursively|in a loop/.test(w))) return undefined
  const keys = JSON.stringify(given.files).includes('wx:key')
  if (isDeepStrictEqual(normal(answer.expect, keys), normal(rendered.tree, keys))) return errors.length ? `same tree, but: ${errors[0].code} ${errors[0].message}` : undefined
  return `expected ${JSON.stringify(answer.expect)}\n  found    ${JSON.stringify(rendered.tree)}${errors.length ? '\n  ' + errors.map((d) => `${d.code}: ${d.message}`).join(', ') : ''}`
}

function normal(tree, keys) {
  return tree.map((node) => {
    if (typeof node === 'string') return node
    const { key, attrs, children, ...rest } = node
    return { ...rest, attrs: attrs ?? {}, children: normal(children ?? [], keys), ...(keys && key !== undefined && { key }) }
  })
}

/** Keys are not recorded in cases that do not use `wx:key`. */
export function withoutKeys(tree, keys) {
  if (keys || !Array.isArray(tree)) return tree
  return tree.map((node) => {
    if (typeof node === 'string') return node
    const { key: _, children, ...rest } = node
    return children ? { ...rest, children: withoutKeys(children, keys) } : rest
  })
}
