/** `wx.createWorker` in Chromium: a worker of the browser inside the logic worker, or beside it with `--threads 1`. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { finish, open, page } from './harness.mjs'

after(finish)

const project = (workers) => ({
  'app.json': { pages: ['pages/a/a'], workers },
  'app.js': 'App({})',
  'jobs/sum.js': `
    const { add } = require('./lib/add')
    const names = ['wx', 'Page', 'getApp', 'document', 'fetch', 'postMessage', 'importScripts', 'self'].filter((name) => typeof eval('typeof ' + name) === 'string' && eval('typeof ' + name) !== 'undefined')
    worker.onMessage((message) => {
      if (message.fail) throw new Error('failed on purpose')
      if (message.bytes) return worker.postMessage({ size: new Uint8Array(message.bytes).length })
      worker.postMessage({ sum: message.list.reduce(add), names: names.join() || 'none', none: message.fn === undefined })
    })`,
  'jobs/lib/add.js': 'export function add(a, b) { return a + b }',
  'jobs/typed.ts': "import { add } from './lib/add'\nworker.postMessage('typed ' + add(1 as number, 2))",
  ...page('pages/a/a', '<view wx:for="{{lines}}" wx:key="*this">{{item}}</view><view bindtap="next">next</view>', `
    Page({ data: { lines: [] },
      add(line) { this.setData({ lines: this.data.lines.concat(line) }) },
      onLoad() {
        const worker = (this.worker = wx.createWorker('jobs/sum.js', { useExperimentalWorker: true }))
        worker.onProcessKilled(() => this.add('killed'))
        worker.onError((error) => this.add('error ' + /failed on purpose/.test(error.message)))
        worker.onMessage((answer) => this.add(answer.size ? 'bytes ' + answer.size : 'sum ' + answer.sum + ', ' + answer.names + ', ' + answer.none))
        worker.postMessage({ list: [1, 2, 39], fn() {} })
        worker.postMessage({ bytes: new ArrayBuffer(5) })
        worker.postMessage({ fail: true })
        try { wx.createWorker('jobs/typed') } catch (error) { this.add('second: ' + error.message) }
        try { wx.createWorker('pages/a/a') } catch (error) { this.add('outside: ' + error.message) }
      },
      next() {
        this.worker.terminate()
        wx.createWorker('/jobs/typed').onMessage((line) => this.add(line))
      } })`),
})

for (const args of [[], ['--threads', '1'], ['--mode', 'dev']]) {
  test(`a worker computes, fails, ends; one at a time ${args.join(' ')}`, async () => {
    const app = await open(project(args.length ? 'jobs' : { path: 'jobs', isSubpackage: true }), { args, expect: ['pages/a/a.js:13:31 project/worker'] })
    await app.sees('sum 42, none, true')
    await app.sees('bytes 5')
    await app.sees('error true')
    await app.sees('second: createWorker:fail exceed max concurrent worker limit')
    await app.sees('outside: createWorker:fail pages/a/a is not in the directory jobs')
    await app.tap('next')
    await app.sees('typed 3')
    assert.equal(app.asked.filter((path) => /workers/.test(path)).length >= 1, true)
    assert.deepEqual(app.problems, [])
    await app.close()
  })
}
