/** The VS Code extension as it is built, with the real `vscode-languageclient` inside, drives the server. */

import assert from 'node:assert/strict'
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { WXC, project } from './client.mjs'
import { vscode } from './vscode.mjs'

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), '../../compiler/lsp/editors/vscode')
const PATIENCE = 30_000

/** Bundles the extension as its `build` does, out of the way of other tests. */
function bundled(t) {
  const outfile = join(project(t, {}), 'extension.js')
  const { buildSync } = createRequire(join(EXTENSION, 'package.json'))('esbuild')
  buildSync({ entryPoints: [join(EXTENSION, 'src/extension.ts')], bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], outfile })
  return outfile
}

/** Starts the extension in a fresh VS Code. */
async function activate(t, folder, settings) {
  const editor = vscode(folder, settings)
  const load = Module._load
  Module._load = (request, ...rest) => (request === 'vscode' ? editor.api : load.call(Module, request, ...rest))
  const require = createRequire(import.meta.url)
  const extension = require(bundled(t))
  t.after(async () => {
    await extension.deactivate()
    Module._load = load
  })
  await extension.activate({ subscriptions: [] })
  return editor
}

async function until(condition, what) {
  const end = Date.now() + PATIENCE
  while (Date.now() < end) {
    const value = condition()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`waited in vain for ${what}`)
}

const APP = {
  'app.json': '{"pages": ["pages/a/a"]}',
  'app.js': 'App({})',
  'pages/a/a.wxml': '<veiw>{{title}}</veiw>\n',
  'pages/a/a.js': 'Page({ data: { title: 1 } })',
}

test('the extension shows diagnostics, completes, formats, and closes tags', async (t) => {
  const editor = await activate(t, project(t, APP), { 'wxc.path': WXC, 'wxc.autoClosingTags': true })
  const { document, edit } = editor.open('pages/a/a.wxml', APP['pages/a/a.wxml'], 'wxml')
  // VS Code asks for the diagnostics of open files itself; the client does it in the background.
  await until(() => editor.diagnostics('pages/a/a.wxml').some(({ code }) => code?.value === 'wxml/unknown-tag' || code === 'wxml/unknown-tag'), 'the misspelt tag')
  const completion = editor.providers.get('registerCompletionItemProvider')
  const token = new editor.api.CancellationTokenSource().token
  const list = await completion.provideCompletionItems(document, new editor.api.Position(0, 8), token, { triggerKind: 0 })
  const items = Array.isArray(list) ? list : list.given[0]
  assert.ok(items.some((item) => JSON.stringify([item.label, item.given]).includes('title')), 'the data of the page')
  assert.ok(editor.providers.has('registerDocumentFormattingEditProvider') && editor.providers.has('registerRenameProvider'))

  edit({ line: 1, character: 0 }, '<')
  edit({ line: 1, character: 1 }, 'text')
  edit({ line: 1, character: 5 }, '>')
  await until(() => document.text === `${APP['pages/a/a.wxml']}<text></text>`, 'the end tag')
  editor.set('wxc.autoClosingTags', false)
  edit({ line: 1, character: 13 }, '<view')
  edit({ line: 1, character: 18 }, '>')
  await completion.provideCompletionItems(document, new editor.api.Position(0, 8), token, { triggerKind: 0 })
  assert.ok(document.text.endsWith('<view>'))
  await editor.commands.get('wxc.restart')()
  await until(() => editor.diagnostics('pages/a/a.wxml').length > 0, 'diagnostics of the new server')
  assert.deepEqual(editor.errors, [])
})

test('a program that is not there is named, with what to do', async (t) => {
  const editor = await activate(t, project(t, APP), { 'wxc.path': './no/wxc' })
  assert.match(editor.errors.join(), /cannot start `.*\/no\/wxc lsp`: there is no such program/)
})
