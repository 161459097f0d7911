// The language server on a project of 351 pages (`tests/lsp/large.mjs`): the first check, how soon diagnostics follow a key stroke, how long requests take, memory.
// `--pages=351 --runs=50 --project=DIR` (a project on the disk instead), `--json=FILE`; `WXC` names the program.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { CAPABILITIES, project, start } from '../tests/lsp/client.mjs'
import { large } from '../tests/lsp/large.mjs'

const options = Object.fromEntries(process.argv.slice(2).map((argument) => argument.replace(/^--/, '').split('=')))
const runs = Number(options.runs ?? 50)
const cleanups = []
const t = { after: (cleanup) => cleanups.unshift(cleanup) }

const folder = options.project ?? project(t, large({ pages: Number(options.pages ?? 351) }))
const app = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8'))
const page = app.pages[3]
const path = `${page}.wxml`
const text = readFileSync(join(folder, path), 'utf8')
const memory = (pid, field) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1) }
}

const began = performance.now()
const client = await start(t, folder, { capabilities: { ...CAPABILITIES, general: { positionEncodings: ['utf-8', 'utf-16'] } } })
const uri = client.uri(path)
await client.open(path, text)
await client.until(() => client.published.get(uri)?.version === 1, 'the first check')
const rows = []
const shown = (ms) => (ms === undefined ? '' : ms.toFixed(1))
/** Prints a row as soon as it is there. */
function row(what, { median, p95, most }) {
  if (rows.length === 0) console.log('| | median, ms | 95 % | most |\n| --- | --- | --- | --- |')
  rows.push({ what, median, p95, most })
  console.log(`| ${what} | ${shown(median)} | ${shown(p95)} | ${shown(most)} |`)
}
row('start, and first check', { median: performance.now() - began })

/** Where a piece of the text begins, and a number of bytes further. */
function place(piece, further = 0) {
  const at = text.indexOf(piece)
  if (at < 0) throw new Error(`no ${piece} in ${path}`)
  const before = text.slice(0, at)
  const line = before.split('\n').length - 1
  return { line, character: Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1)) + further }
}

/** Types a letter and takes it away again: each is one measurement. */
async function type(at, letter, then) {
  const end = { line: at.line, character: at.character + letter.length }
  for (const change of [{ range: { start: at, end: at }, text: letter }, { range: { start: at, end }, text: '' }]) {
    const version = await client.change(path, [change])
    await then(version)
  }
}

const inText = place('{{ title', 3)
const typed = []
for (let run = 0; run < runs; run++) {
  await type(inText, 'x', async (version) => {
    const from = performance.now()
    await client.until(() => client.published.get(uri)?.version === version, 'diagnostics')
    typed.push(performance.now() - from)
  })
}
row('diagnostics after a key stroke (40 ms of them waiting for the next)', summary(typed))

const textDocument = { uri }
const at = (piece, further) => ({ textDocument, position: place(piece, further) })
const whole = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } }
const requests = {
  'textDocument/completion': [at('<c-', 1), at('{{ title', 3), at('class="title"', 9), at('bindtap="', 9)],
  'textDocument/hover': [at('<input', 2), at('<c-', 3), at('{{ title', 4)],
  'textDocument/definition': [at('<c-', 3), at('{{ title', 4), at('onTap', 1), at('class="title"', 9)],
  'textDocument/references': [at('onTap', 1), at('{{ title', 4), at('class="title"', 9)].map((params) => ({ ...params, context: { includeDeclaration: true } })),
  'textDocument/prepareRename': [at('class="title"', 9)],
  'textDocument/rename': [{ ...at('class="title"', 9), newName: 'caption' }],
  'textDocument/documentHighlight': [at('{{ title', 4)],
  'textDocument/documentSymbol': [{ textDocument }],
  'workspace/symbol': [{ query: 'onT' }, { query: '' }],
  'textDocument/codeAction': [{ textDocument, range: whole, context: { diagnostics: [] } }],
  'textDocument/inlayHint': [{ textDocument, range: whole }],
  'textDocument/documentLink': [{ textDocument }],
  'textDocument/documentColor': [{ textDocument: { uri: client.uri(`${page}.wxss`) } }],
  'textDocument/foldingRange': [{ textDocument }],
  'textDocument/selectionRange': [{ textDocument, positions: [place('{{ title', 4)] }],
  'textDocument/semanticTokens/full': [{ textDocument }],
  'textDocument/formatting': [{ textDocument, options: { tabSize: 2, insertSpaces: true } }],
}
const methods = Object.entries(requests).filter(([method]) => offered(method))
function offered(method) {
  const name = { 'workspace/symbol': 'workspaceSymbol', 'textDocument/prepareRename': 'rename', 'textDocument/semanticTokens/full': 'semanticTokens', 'textDocument/documentColor': 'color' }[method] ?? method.split('/')[1].replace('formatting', 'documentFormatting')
  return client.about.capabilities[`${name}Provider`] !== undefined
}
for (const [method, all] of methods) {
  const times = []
  for (let run = 0; run < runs; run++) {
    for (const params of all) {
      const from = performance.now()
      await client.request(method, params)
      times.push(performance.now() - from)
    }
  }
  row(method, summary(times))
}

// While typing, a check is nearly always running; the answer is about the text with the letter.
if (offered('textDocument/completion')) {
  const times = []
  for (let run = 0; run < runs; run++) {
    await type(inText, 't', async () => {
      const from = performance.now()
      await client.request('textDocument/completion', { textDocument, position: inText })
      times.push(performance.now() - from)
      // The check begins now.
      await new Promise((resolve) => setTimeout(resolve, 45))
      const during = performance.now()
      await client.request('textDocument/completion', { textDocument, position: inText })
      times.push(performance.now() - during)
    })
  }
  row('completion while typing and checking', summary(times))
}
const size = { resident: memory(client.server.pid, 'VmRSS'), highest: memory(client.server.pid, 'VmHWM') }

console.log(`\nmemory: ${size.resident.toFixed(0)} MB, at most ${size.highest.toFixed(0)} MB`)
if (options.json) writeFileSync(options.json, JSON.stringify({ rows, size }, null, 1))
await client.shutdown()
cleanups.forEach((cleanup) => cleanup())
