/** Neovim, set up as the README says, opens a project and is shown what the server knows. */

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { WXC, project } from './client.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))

/** The code block under `**Neovim** 0.7` in the README. */
function setup() {
  const readme = readFileSync(join(HERE, '../../README.md'), 'utf8')
  const block = /\*\*Neovim\*\* 0\.7.*?```lua\n(.*?)```/s.exec(readme)
  assert.ok(block, 'the README says how Neovim is set up')
  return block[1]
}

test('Neovim shows what the server knows', (t) => {
  const folder = project(t, {
    'project/app.json': '{"pages": ["pages/a/a"], "usingComponents": {"c-card": "/c/card"}}',
    'project/app.js': 'App({})',
    'project/pages/a/a.wxml': '<c-card titel="{{title}}"/>\n<view wx:for="{{rows}}" wx:for-item="row" wx:key="id">\n{{row.name}}</view>\n',
    'project/pages/a/a.js': 'Page({ data: { title: 1, rows: [] } })',
    'project/c/card.json': '{"component": true}',
    'project/c/card.wxml': '<view>{{title}}</view>\n',
    'project/c/card.js': 'Component({ properties: { title: String } })',
  })
  symlinkSync(WXC, join(folder, 'wxc'))
  writeFileSync(join(folder, 'init.lua'), setup())
  const args = ['--headless', '--clean', '-u', join(folder, 'init.lua'), '-c', `luafile ${join(HERE, 'neovim.lua')}`]
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder }
  const { stdout, stderr, status } = spawnSync('nvim', args, { cwd: join(folder, 'project'), env, encoding: 'utf8', timeout: 120_000 })
  assert.equal(status, 0, `${stdout}\n${stderr}`)
})
