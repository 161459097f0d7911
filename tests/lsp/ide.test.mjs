/** What editors ask about names, through the real server: completion, hover, definition, references, rename, symbols, links, colours, hints, quick fixes. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project, start } from './client.mjs'

const FILES = {
  'project.config.json': '{}',
  'app.json': '{ "pages": ["pages/a/a", "pages/b/b"] }',
  'app.js': 'App({})',
  'app.wxss': '.app { color: #f00 }',
  'pages/a/a.json': '{ "usingComponents": { "my-card": "/c/card/card" } }',
  'pages/a/a.wxml': '<my-card title="你好" bind:choose="pick" />\n<view class="row" wx:for="{{rows}}" wx:key="id">{{item.name}}</view>\n<navigator url="/pages/b/b" />\n',
  'pages/a/a.js': "Page({\n  data: { rows: [{ id: 1, name: '' }] },\n  /** Chooses. */\n  pick(event) {},\n})\n",
  'pages/a/a.wxss': ".row { width: 20rpx; color: red }\n@import '/common.wxss';\n",
  'common.wxss': '.row { top: 0 }\n',
  'pages/b/b.json': '{}',
  'pages/b/b.wxml': '<view class="row" />\n',
  'pages/b/b.js': 'Page({})',
  'c/card/card.json': '{ "component": true }',
  'c/card/card.wxml': '<view>{{title}}</view>',
  'c/card/card.js': "Component({ properties: { title: String }, methods: { go() { this.triggerEvent('choose') } } })",
  'c/star/star.json': '{ "component": true }',
  'c/star/star.wxml': '<view />',
  'c/star/star.js': 'Component({})',
}

/** A client with the file open and the project checked. */
async function opened(t, path = 'pages/a/a.wxml', text) {
  const client = await start(t, project(t, FILES))
  await client.open(path, text ?? FILES[path])
  await checked(client, path)
  return client
}

/** Waits until what the file holds now was checked. */
function checked(client, path) {
  const seen = () => client.published.get(client.uri(path))?.version === client.versions.get(path)
  return client.until(seen, `the check of ${path}`)
}

/** A request about a file, perhaps about a position in it. */
function ask(client, method, path, position, more) {
  return client.request(`textDocument/${method}`, { textDocument: { uri: client.uri(path) }, position, ...more })
}

/** The position behind the first `mark` of a text. */
function behind(text, mark) {
  const before = text.slice(0, text.indexOf(mark) + mark.length).split('\n')
  return { line: before.length - 1, character: before.at(-1).length }
}

test('completion', async (t) => {
  const client = await opened(t)
  const offered = async (text, mark) => {
    await client.change('pages/a/a.wxml', text)
    return (await ask(client, 'completion', 'pages/a/a.wxml', behind(text, mark))).items
  }
  const names = (items) => items.map((item) => item.label)
  assert.ok(names(await offered('<view>你好</view><my', '<my')).includes('my-card'))
  assert.ok(names(await offered('<my-card ', '<my-card ')).includes('bind:choose'))
  assert.ok(names(await offered('<view bind:tap="', '"')).includes('pick'))
  const members = await offered('<view wx:for="{{rows}}">😀{{item.', 'item.')
  assert.deepEqual(names(members).sort(), ['id', 'name'])
  // Columns are UTF-16 units: the emoji is two.
  assert.equal(members[0].textEdit.range.start.character, 33)
})

test('an item that edits another file does so by a command', async (t) => {
  const client = await start(t, project(t, { ...FILES, 'pages/a/a.json': '{ "usingComponents": { "my-card": "/c/card/card", "s": "/c/star/star" } }' }))
  await client.open('pages/b/b.wxml', '<st')
  await checked(client, 'pages/b/b.wxml')
  const { items } = await ask(client, 'completion', 'pages/b/b.wxml', { line: 0, character: 3 })
  const star = items.find((item) => item.label === 'star')
  assert.equal(star.command.command, 'wxc.edit')
  await client.request('workspace/executeCommand', { command: star.command.command, arguments: star.command.arguments })
  const { params } = await client.until(() => client.seen.find(({ method }) => method === 'workspace/applyEdit'), 'the edit')
  const [{ textDocument, edits }] = params.edit.documentChanges
  assert.match(textDocument.uri, /pages\/b\/b\.json$/)
  assert.match(edits[0].newText, /"star": "\/c\/star\/star"/)
})

test('hover, definition, references, highlight', async (t) => {
  const client = await opened(t)
  const text = FILES['pages/a/a.wxml']
  const hover = await ask(client, 'hover', 'pages/a/a.wxml', behind(text, 'bind:choose="pi'))
  assert.match(hover.contents.value, /pick\(event\)[^]*Chooses\./)
  const targets = await ask(client, 'definition', 'pages/a/a.wxml', behind(text, 'bind:choose="pi'))
  assert.match(targets[0].uri, /pages\/a\/a\.js$/)
  assert.deepEqual(targets[0].range.start, { line: 3, character: 2 })
  const uses = await ask(client, 'references', 'pages/a/a.wxml', behind(text, 'class="ro'), { context: { includeDeclaration: true } })
  assert.deepEqual(uses.map((use) => use.uri.split('/').at(-1)).sort(), ['a.wxml', 'a.wxss', 'common.wxss'])
  const same = await ask(client, 'documentHighlight', 'pages/a/a.wxml', behind(text, '<vi'))
  assert.equal(same.length, 2)
})

test('rename, and what it refuses', async (t) => {
  const client = await opened(t)
  const text = FILES['pages/a/a.wxml']
  const at = behind(text, '{{ite')
  const prepared = await ask(client, 'prepareRename', 'pages/a/a.wxml', at)
  assert.equal(prepared.placeholder, 'item')
  const { documentChanges } = await ask(client, 'rename', 'pages/a/a.wxml', at, { newName: 'row' })
  assert.deepEqual(documentChanges[0].edits.map((edit) => edit.newText), [' wx:for-item="row"', 'row'])
  await assert.rejects(ask(client, 'rename', 'pages/a/a.wxml', at, { newName: '1' }), /is not a name/)
  await assert.rejects(ask(client, 'prepareRename', 'pages/a/a.wxml', behind(text, '<vi')), /WeChat/)
})

test('symbols, links, hints, colours', async (t) => {
  const client = await opened(t)
  const [card, view] = await ask(client, 'documentSymbol', 'pages/a/a.wxml')
  assert.deepEqual([card.name, view.name, view.detail], ['my-card', 'view.row', 'wx:for'])
  const links = await ask(client, 'documentLink', 'pages/a/a.wxml')
  assert.deepEqual(links.map((link) => link.tooltip), ['pages/b/b.wxml'])
  const hints = await ask(client, 'inlayHint', 'pages/a/a.wxml', undefined, {
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  })
  assert.deepEqual(hints.map((hint) => hint.label), ['item: { id, name }'])
  const found = await client.request('workspace/symbol', { query: 'pick' })
  assert.deepEqual(found.map((symbol) => symbol.name), ['pick'])
  await client.open('pages/a/a.wxss', FILES['pages/a/a.wxss'])
  const [color] = await ask(client, 'documentColor', 'pages/a/a.wxss')
  assert.deepEqual(color.color, { red: 1, green: 0, blue: 0, alpha: 1 })
  const written = await client.request('textDocument/colorPresentation', { textDocument: { uri: client.uri('pages/a/a.wxss') }, ...color })
  assert.equal(written[0].label, '#ff0000')
})

test('quick fixes take the diagnostic away', async (t) => {
  const text = '<veiw wx:for="{{rows}}" wx:key="id"><text wx:fi="{{a}}" /></veiw>\n'
  const client = await opened(t, 'pages/a/a.wxml', text)
  const fixes = await ask(client, 'codeAction', 'pages/a/a.wxml', undefined, {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 60 } },
    context: { diagnostics: client.published.get(client.uri('pages/a/a.wxml')).diagnostics },
  })
  const view = fixes.find((fix) => fix.title === 'write `<view>`')
  assert.equal(view.diagnostics[0].code, 'wxml/unknown-tag')
  const [{ edits }] = view.edit.documentChanges
  assert.deepEqual(edits.map((edit) => edit.range.start.character), [1, text.lastIndexOf('veiw')])
  const mended = text.replaceAll('veiw', 'view')
  await client.change('pages/a/a.wxml', mended)
  await checked(client, 'pages/a/a.wxml')
  assert.ok(!client.codes('pages/a/a.wxml').some((shown) => shown.startsWith('wxml/unknown-tag')))
})
