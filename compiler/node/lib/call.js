// Calls the compiler: options become JSON, its answer becomes a promise.
'use strict'
const { fileURLToPath } = require('url')
const native = require('./native')

/** Why a call failed. Mistakes in a project are none: they are diagnostics of the result. */
class WxcError extends Error {
  /** `code`: `WXC_USAGE` (options), `WXC_IO` (the system refused something), `WXC_BUG` (a mistake of the compiler). */
  constructor(code, message, hint) {
    super(hint ? `${message}; ${hint}` : message)
    this.name = 'WxcError'
    this.code = code
    if (hint) this.hint = hint
  }
}

const { version } = require('../package.json')

function failure({ failed, message, hint }) {
  if (failed === 'bug') return new WxcError('WXC_BUG', `wxc ${version} has a bug: ${message}`, 'please report it with this line and, if you can, the project that causes it')
  return new WxcError(failed === 'io' ? 'WXC_IO' : 'WXC_USAGE', message, hint)
}

const PATHS = ['dir', 'out', 'root', 'path']

/** Options as JSON. Paths may be URLs. */
function encode(options) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw new WxcError('WXC_USAGE', 'the options are no object', "write `{ dir: 'miniprogram' }`")
  const plain = { ...options }
  for (const name of PATHS) if (plain[name] instanceof URL) plain[name] = fileURLToPath(plain[name])
  return JSON.stringify(plain)
}

/** What an answer holds; throws what failed. */
function decode({ json, contents }) {
  const value = JSON.parse(json)
  if (value.failed) throw failure(value)
  return { value, contents }
}

/** `start` is given the function that takes the answer. */
function call(start) {
  return new Promise((resolve, reject) => {
    start((answer) => {
      try {
        resolve(decode(answer))
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** The same with an end: `start` is given a `Cancel`, too. */
function cancellable(signal, start) {
  if (!signal) return call((receive) => start(new native.Cancel(), receive))
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const cancel = new native.Cancel()
    const abort = () => {
      cancel.cancel()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    call((receive) => start(cancel, receive))
      .finally(() => signal.removeEventListener('abort', abort))
      .then(resolve, reject)
  })
}

module.exports = { WxcError, native, encode, decode, call, cancellable }
