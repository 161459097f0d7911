/** Packages on the logic side: what is loaded and run when, with the main package in one script or two. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestApp } from './app.ts'
import { startApp } from './app.ts'

type Any = any

const PACKAGES = [
  { root: 'one', name: 'first', script: 'one.js', entry: 'one/entry.js' },
  { root: 'alone', script: 'alone.js', independent: true },
]

/** An app whose main package is the script `main.js`; `log` hears what runs. */
function start(log: string[], path: string, more: Any = {}): Promise<TestApp> {
  const register = ($: Any, id: string, options: Any = {}): void => {
    $.module(id + '.js', () => {
      log.push('script ' + id)
      $.globals.Page({ onLoad: () => log.push('load ' + id), ...options })
    })
    $.unit(id, { kind: 'page', script: id + '.js' }, () => ({ main: null }))
  }
  const scripts = {
    'main.js': ($: Any) => {
      $.module('app.js', () => {
        log.push('script app')
        $.globals.App({ onLaunch: (o: Any) => log.push('launch ' + o.path), onShow: () => log.push('show') })
      })
      register($, 'index')
      $.ready('')
    },
    'one.js': ($: Any) => {
      $.module('one/entry.js', () => log.push('entry'))
      register($, 'one/p')
      $.ready('one')
    },
    'alone.js': ($: Any) => {
      register($, 'alone/p', { onShow: () => log.push('app is ' + typeof $.globals.getApp()) })
      $.ready('alone')
    },
  }
  const config = { main: 'main.js', pages: ['index', 'one/p', 'alone/p'].map((path) => ({ path })), subpackages: PACKAGES, ...more }
  // With the main package apart, nothing is registered before it is loaded.
  return startApp({}, () => {}, { config, path, scripts, apart: true })
}

test('the main package comes first, unless the first page does without it', async () => {
  const log: string[] = []
  await start(log, 'one/p')
  assert.deepEqual(log, ['script app', 'script index', 'launch one/p', 'show', 'entry', 'script one/p', 'load one/p'])
})

test('an independent page starts alone; the app comes with the first other page', async () => {
  const log: string[] = []
  const app = await start(log, 'alone/p')
  assert.deepEqual(log.splice(0), ['script alone/p', 'load alone/p', 'app is undefined'])
  app.wx.navigateTo({ url: '/one/p' })
  await app.settle()
  assert.deepEqual(log.splice(0), ['script app', 'script index', 'launch alone/p', 'show', 'entry', 'script one/p', 'load one/p'])
  app.wx.navigateTo({ url: '/alone/p' })
  await app.settle()
  assert.deepEqual(log, ['load alone/p', 'app is object'])
})

test('preloaded packages are fetched once and do not run', async () => {
  const log: string[] = []
  const rule = { '/index': { network: 'all', packages: ['first', '/alone/', '__APP__'] }, 'one/p': { packages: ['alone'] } }
  const app = await start(log, 'index', { preloadRule: rule, subpackages: PACKAGES.map((found) => ({ ...found, files: [found.root + '.html'] })) })
  assert.deepEqual(app.preloaded, ['one.js', 'one.html', 'alone.js', 'alone.html'])
  assert.ok(!log.includes('entry'))
  app.wx.navigateTo({ url: '/one/p' })
  await app.settle()
  assert.ok(log.includes('entry') && app.preloaded.length === 4)
})

test('preloading without `network` waits for wifi', async () => {
  const app = await startApp({}, ($) => $.unit('index', { kind: 'page' }, () => ({ main: null })), {
    config: { subpackages: PACKAGES, preloadRule: { index: { packages: ['one'] } } },
    env: { networkType: '4g' } as Any,
  })
  assert.deepEqual(app.preloaded, [])
})
