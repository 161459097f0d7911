/** Diagnostics as an editor gets them: while typing, across files, open files before the disk. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { projects } from '../diagnostics/projects.mjs'
import { CAPABILITIES, project, shown, start, WXC } from './client.mjs'
import { large } from './large.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Files of a project in a folder. */
const inside = (name, files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]))

const APP = {
  'app.json': '{"pages": ["pages/a/a"], "usingComponents": {"c-card": "/c/card"}}',
  'app.js': 'App({})',
  'pages/a/a.wxml': '<c-card title="{{title}}"/>',
  'pages/a/a.js': 'Page({ data: { title: 1 } })',
  'c/card.json': '{"component": true}',
  'c/card.wxml': '<view>{{title}}</view>',
  'c/card.js': 'Component({ properties: { title: String } })',
}

test('mistakes come and go while typing', async (t) => {
  const client = await start(t, project(t, APP))
  await client.open('pages/a/a.wxml', APP['pages/a/a.wxml'])
  await client.diagnosed('pages/a/a.wxml', [])
  await client.change('pages/a/a.wxml', [{ range: { start: { line: 0, character: 8 }, end: { line: 0, character: 8 } }, text: 'x' }])
  const { last } = await client.diagnosed('pages/a/a.wxml', ['wxml/unknown-attribute 0:8-0:14'])
  const [diagnostic] = last.diagnostics
  assert.equal(diagnostic.source, 'wxc')
  assert.match(diagnostic.message, /has no property `xtitle`\nwrite `title`/)
  assert.deepEqual(diagnostic.relatedInformation[0].location.uri, client.uri('c/card.js'))
  await client.change('pages/a/a.wxml', [{ range: { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } }, text: '' }])
  await client.diagnosed('pages/a/a.wxml', [])
})

test('an open file wins over the disk, closed it counts as saved', async (t) => {
  const client = await start(t, project(t, APP))
  await client.open('pages/a/a.wxml', '<view')
  await client.until(() => client.codes('pages/a/a.wxml').length > 0)
  await client.close('pages/a/a.wxml')
  await client.diagnosed('pages/a/a.wxml', [])
})

test('an error that another file causes appears and vanishes where it is', async (t) => {
  const folder = project(t, APP)
  const client = await start(t, folder)
  await client.open('c/card.json', '{"component": true}')
  await client.diagnosed('c/card.json', [])
  await client.change('c/card.json', '{"component": tru}')
  await client.until(() => client.codes('c/card.json').length > 0)
  await client.change('c/card.json', '{"component": true}')
  await client.diagnosed('c/card.json', [])
  // a component that is deleted: the error is in app.json
  for (const path of ['c/card.json', 'c/card.wxml', 'c/card.js']) unlinkSync(join(folder, path))
  await client.close('c/card.json')
  const changes = ['c/card.json', 'c/card.wxml', 'c/card.js'].map((path) => ({ uri: client.uri(path), type: 3 }))
  await client.notify('workspace/didChangeWatchedFiles', { changes })
  await client.until(() => client.codes('app.json').some((code) => code.startsWith('project/missing-component')))
  for (const path of ['c/card.json', 'c/card.wxml', 'c/card.js']) writeFileSync(join(folder, path), APP[path])
  await client.notify('workspace/didChangeWatchedFiles', { changes: changes.map((change) => ({ ...change, type: 1 })) })
  await client.diagnosed('app.json', [])
})

test('an editor shows what `wxc check` prints, for every mistake of beginners', async (t) => {
  const corpus = join(HERE, '../diagnostics/beginner')
  const all = readdirSync(corpus).filter((name) => name.endsWith('.txt')).flatMap((name) => projects(readFileSync(join(corpus, name), 'utf8')))
  assert.ok(all.length > 60)
  // A workspace of so many projects is opened at once.
  for (let from = 0; from < all.length; from += 25) {
    const several = all.slice(from, from + 25)
    const folder = project(t, Object.assign({}, ...several.map((files, at) => inside(`p${at}`, files))))
    const client = await start(t, folder)
    const severities = { error: 1, warning: 2, note: 3 }
    const expected = several.flatMap((_, at) => {
      const { stdout } = spawnSync(WXC, ['check', `p${at}`, '--message-format', 'json'], { cwd: folder, encoding: 'utf8' })
      // In an editor, what is no mini program yet is no mistake.
      const messages = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter(({ code }) => code && code !== 'project/missing-app')
      return messages.map(({ path, code, severity, range, message, hint }) =>
        JSON.stringify([`p${at}/${path}`, code, severities[severity], range, hint ? `${message}\n${hint}` : message]))
    })
    const given = () => [...client.published.values()].flatMap(({ uri, diagnostics }) =>
      diagnostics.map(({ code, severity, range, message }) => JSON.stringify([uri.slice(client.uri('').length + 1), code, severity, range, message])))
    await client.until(() => given().length === expected.length, `${expected.length} diagnostics`).catch(() => {})
    assert.deepEqual(given().toSorted().filter((line) => !expected.includes(line)), [], 'in the editor only')
    assert.deepEqual(expected.toSorted().filter((line) => !given().includes(line)), [], 'on the command line only')
    assert.equal(await client.shutdown(), 0)
  }
})

test('several mini programs in one workspace, and folders that come and go', async (t) => {
  const broken = { ...APP, 'pages/a/a.wxml': '<view' }
  const folder = project(t, { ...inside('w/one', broken), ...inside('w/two/miniprogram', broken), 'w/two/project.config.json': '{"miniprogramRoot": "miniprogram/"}', ...inside('three', broken) })
  const workspace = (name) => ({ uri: pathToFileURL(join(folder, name)).href, name })
  const client = await start(t, folder, { initialize: { workspaceFolders: [workspace('w')] } })
  const codes = ['parse/unfinished-tag 0:5-0:5']
  await client.diagnosed('w/one/pages/a/a.wxml', codes)
  await client.diagnosed('w/two/miniprogram/pages/a/a.wxml', codes)
  assert.deepEqual(client.codes('three/pages/a/a.wxml'), [])
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [workspace('three')], removed: [workspace('w')] } })
  await client.diagnosed('three/pages/a/a.wxml', codes)
  await client.diagnosed('w/one/pages/a/a.wxml', [])
  await client.diagnosed('w/two/miniprogram/pages/a/a.wxml', [])
  // A file that is opened brings its project, wherever it lies.
  await client.open('w/one/pages/a/a.wxml', '<view')
  await client.diagnosed('w/one/pages/a/a.wxml', codes)
})

test('files without a project, never saved, or not named by app.json', async (t) => {
  const folder = project(t, { ...inside('app', APP), 'app/pages/b/b.wxml': '', 'loose/a.wxml': '', 'loose/a.js': 'var', 'loose/a.json': '{' })
  const client = await start(t, folder)
  await client.open('untitled:Untitled-1', '<view', 'wxml')
  await client.diagnosed('untitled:Untitled-1', ['parse/unfinished-tag 0:5-0:5'])
  await client.change('untitled:Untitled-1', '<view/>')
  await client.diagnosed('untitled:Untitled-1', [])
  await client.open('loose/a.wxml', '<my-tag/><import src="/x.wxml"/><view')
  await client.diagnosed('loose/a.wxml', ['parse/unfinished-tag 0:37-0:37'])
  // Scripts and JSON outside of projects are none of our business.
  await client.open('loose/a.js', 'var', 'javascript')
  await client.diagnosed('loose/a.js', [])
  await client.open('loose/a.json', '{')
  await client.diagnosed('loose/a.json', [])
  await client.open('app/pages/b/b.wxml', '<view')
  await client.diagnosed('app/pages/b/b.wxml', ['parse/unfinished-tag 0:5-0:5'])
  for (const path of ['untitled:Untitled-1', 'loose/a.wxml', 'app/pages/b/b.wxml']) {
    await client.close(path)
    await client.diagnosed(path, [])
  }
  assert.equal(await client.shutdown(), 0)
})

test('a project begins with its app.json, and ends with it', async (t) => {
  const { 'app.json': config, ...rest } = APP
  const folder = project(t, { ...rest, 'pages/a/a.wxml': '<my-tag/>' })
  const client = await start(t, folder)
  await client.open('pages/a/a.wxml', '<my-tag/>')
  await client.diagnosed('pages/a/a.wxml', [])
  writeFileSync(join(folder, 'app.json'), config)
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('app.json'), type: 1 }] })
  await client.until(() => client.codes('pages/a/a.wxml').join() === 'wxml/unknown-tag 0:1-0:7')
  unlinkSync(join(folder, 'app.json'))
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('app.json'), type: 3 }] })
  await client.until(() => client.codes('pages/a/a.wxml').length === 0)
})

test('a client that watches no files leaves that to the server; folders that come and go with all they hold', async (t) => {
  const folder = project(t, APP)
  const client = await start(t, folder, { capabilities: {} })
  await client.open('pages/a/a.wxml', APP['pages/a/a.wxml'])
  await client.diagnosed('pages/a/a.wxml', [])
  renameSync(join(folder, 'c'), join(folder, 'd'))
  await client.until(() => client.codes('app.json').some((code) => code.startsWith('project/missing-component')))
  renameSync(join(folder, 'd'), join(folder, 'c'))
  await client.diagnosed('app.json', [])
})

test('a folder that a client tells of stands for what lies in it', async (t) => {
  const folder = project(t, APP)
  const client = await start(t, folder)
  await client.open('pages/a/a.wxml', APP['pages/a/a.wxml'])
  await client.diagnosed('pages/a/a.wxml', [])
  const tell = (...changes) => client.notify('workspace/didChangeWatchedFiles', { changes: changes.map(([path, type]) => ({ uri: client.uri(path), type })) })
  renameSync(join(folder, 'c'), join(folder, 'd'))
  await tell(['c', 3], ['d', 1])
  await client.until(() => client.codes('app.json').some((code) => code.startsWith('project/missing-component')))
  renameSync(join(folder, 'd'), join(folder, 'c'))
  await tell(['d', 3], ['c', 1])
  await client.diagnosed('app.json', [])
})

test('a client that asks for diagnostics gets them when it asks, those of other files without asking', async (t) => {
  const folder = project(t, { ...APP, 'c/card.wxml': '<view' })
  const capabilities = { ...CAPABILITIES, workspace: { ...CAPABILITIES.workspace, diagnostics: { refreshSupport: true } }, textDocument: { ...CAPABILITIES.textDocument, diagnostic: {} } }
  const client = await start(t, folder, { capabilities })
  assert.deepEqual(client.about.capabilities.diagnosticProvider, { interFileDependencies: true, workspaceDiagnostics: false })
  await client.open('pages/a/a.wxml', '<c-card titel="1"/>')
  const textDocument = { uri: client.uri('pages/a/a.wxml') }
  const pull = async () => (await client.request('textDocument/diagnostic', { textDocument })).items.map(shown)
  assert.deepEqual(await pull(), ['wxml/unknown-attribute 0:8-0:13'])
  await client.diagnosed('c/card.wxml', ['parse/unfinished-tag 0:5-0:5'])
  assert.equal(client.published.has(textDocument.uri), false)
  await client.change('pages/a/a.wxml', '<c-card title="1"/>')
  assert.deepEqual(await pull(), [])
  // Another file changes what was given: the client is told to ask again.
  writeFileSync(join(folder, 'c/card.js'), 'Component({ properties: { titles: String } })')
  const before = client.seen.length
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('c/card.js'), type: 2 }] })
  await client.until(() => client.seen.slice(before).some(({ method }) => method === 'workspace/diagnostic/refresh'))
  assert.deepEqual(await pull(), ['wxml/unknown-attribute 0:8-0:13'])
  // One that was opened with diagnostics has them once, one that is closed by notification again.
  await client.open('c/card.wxml', '<view')
  await client.until(() => client.codes('c/card.wxml').length === 0)
  await client.close('c/card.wxml')
  await client.diagnosed('c/card.wxml', ['parse/unfinished-tag 0:5-0:5'])
})

test('the first check of a project is shown as progress', async (t) => {
  const client = await start(t, project(t, large({ pages: 60, components: 20 })))
  const values = await client.until(() => {
    const found = client.seen.filter(({ method }) => method === '$/progress').map(({ params }) => params.value)
    return found.at(-1)?.kind === 'end' && found
  }, 'the end of the progress')
  assert.deepEqual(values.map(({ kind }) => kind), ['begin', 'end'])
  assert.equal(values[0].title, 'wxc: checking')
})
