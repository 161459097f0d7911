/** Diagnostics as an editor gets them: while typing, across files, open files before the disk. */

import assert from 'node:assert/strict'
import { unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { project, start } from './client.mjs'

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
