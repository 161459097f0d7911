// The compiler for Node: see index.d.ts.
'use strict'
const { WxcError, call, cancellable, encode, native } = require('./call')
const { Outputs, noErrors } = require('./result')
const { Compiler, Watcher } = require('./watcher')

/** The signal apart from what the compiler gets. */
function abortable(options) {
  const signal = options?.signal
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new WxcError('WXC_USAGE', 'the signal is no AbortSignal', 'write `signal: controller.signal`')
  return { signal, json: encode(signal ? { ...options, signal: undefined } : options) }
}

async function build(options = {}) {
  const { signal, json } = abortable(options)
  return new Outputs().result(await cancellable(signal, (cancel, receive) => native.build(json, cancel, receive)))
}

async function check(options = {}) {
  const { signal, json } = abortable(options)
  const { value } = await cancellable(signal, (cancel, receive) => native.check(json, cancel, receive))
  return { ok: noErrors(value.diagnostics), ...value }
}

/** A function of a text and options. */
const single = (work) => async (source, options = {}) => {
  if (typeof source !== 'string') throw new WxcError('WXC_USAGE', `the source is no string but ${source === null ? 'null' : typeof source}`)
  const json = encode(options)
  const { value } = await call((receive) => work(source, json, receive))
  return { ok: noErrors(value.diagnostics), ...value }
}

const compileTemplate = single(native.compileTemplate)
const compileStyle = single(native.compileStyle)
const format = single(native.format)

const createCompiler = async (options = {}) => Compiler.open(options)
const createWatcher = async (options = {}) => Watcher.open(options)

module.exports = { build, check, compileTemplate, compileStyle, format, createCompiler, createWatcher, WxcError }
