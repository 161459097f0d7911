// The runtime in the realm of the tests: one simulator per test environment.
/* istanbul ignore file */
'use strict'
const { ask, program } = require('./program')
const { hash, recall, remember } = require('./cache')

let current

function runtimeText() {
  const key = 'runtime-' + hash(program().build)
  const kept = recall(key, '/')
  if (kept) return kept
  const { runtime } = ask({ root: '.', runtime: true })
  remember(key, '/', [], runtime)
  return runtime
}

/** Microtasks that fake timers leave alone. */
function soon(task) {
  Promise.resolve().then(task)
}

function simulator() {
  if (!current) {
    let Simulator
    // eslint-disable-next-line no-new-func
    new Function('$take', 'queueMicrotask', runtimeText())((made) => (Simulator = made), soon)
    current = new Simulator()
  }
  return current
}

module.exports = { simulator }
