// `wx` of unit tests: every member answers at once or in the next task with what a simulator would. The answers are data, `answers.json`.
/* istanbul ignore file */
'use strict'
const { simulator } = require('../runtime')
const { asynchronous, promising } = require('./answer')
const answers = require('./answers.json')

/** Binary data is written `{"$bin": class, "len": bytes}`, a promise `{"promise": value}`. */
function revive(value) {
  if (!value || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(revive)
  if (value.$bin === 'ArrayBuffer') return new ArrayBuffer(value.len)
  if (value.$bin) return new globalThis[value.$bin](value.len)
  if ('promise' in value) return Promise.resolve(value.promise)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revive(inner)]))
}

/** An object from its description: members by how they answer. */
function make(description) {
  const out = {}
  const each = (group, build) => {
    for (const [name, data] of Object.entries(description[group] || {})) out[name] = build(name, data)
    for (const name of description[`${group}Names`] || []) out[name] = build(name, undefined)
  }
  each('fields', (_, value) => revive(value))
  each('nothing', () => () => undefined)
  each('sync', (_, value) => {
    const answer = revive(value)
    return () => answer
  })
  each('async', asynchronous)
  each('promise', promising)
  each('plain', (name, text) => promising(name, { userAgent: text }, text))
  each('resolved', (_, value) => () => Promise.resolve(revive(value)))
  each('objects', (_, inner) => {
    const one = make(inner)
    return () => one
  })
  each('members', (_, inner) => make(inner))
  return out
}

/** A task of the network: answers after 100 ms unless it is aborted. */
function task(name, data, members) {
  return (options = {}) => {
    const answer = { errMsg: `${name}:ok`, ...data }
    const timer = setTimeout(() => {
      if (typeof options.success === 'function') options.success(answer)
      if (typeof options.complete === 'function') options.complete(answer)
    }, 100)
    const nothing = Object.fromEntries(members.map((member) => [member, () => undefined]))
    return { ...nothing, abort: () => clearTimeout(timer) }
  }
}

const HEADERS = ['onHeadersReceived', 'offHeadersReceived', 'onChunkReceived', 'offChunkReceived']
const PROGRESS = ['onHeadersReceived', 'offHeadersReceived', 'onProgressUpdate', 'offProgressUpdate']

function network() {
  return {
    request: task('request', { data: {}, statusCode: 200, header: {}, cookies: [], profile: {} }, HEADERS),
    downloadFile: task('downloadFile', { tempFilePath: '/', filePath: '/', statusCode: 200, profile: {} }, PROGRESS),
    uploadFile: task('uploadFile', { data: {}, statusCode: 200 }, PROGRESS),
    connectSocket: task('connectSocket', {}, ['send', 'close', 'onOpen', 'onClose', 'onError', 'onMessage']),
  }
}

/** Functions given to `nextTick` run together in the next task. */
function nextTicks() {
  let waiting = []
  return (run) => {
    if (typeof run !== 'function') return
    waiting.push(run)
    if (waiting.length > 1) return
    setTimeout(() => {
      const all = waiting
      waiting = []
      for (const one of all) one()
    }, 0)
  }
}

/** Asks in the page; `in` asks a component, by its own method. */
function selectorQuery() {
  const query = simulator().query()
  query.in = (component) => component.createSelectorQuery()
  return query
}

/** A canvas that draws nothing: calls of any name are taken, those that measure or read give empty results. */
function canvasContext() {
  const results = { measureText: { width: 0 }, getImageData: { width: 0, height: 0, data: new Uint8ClampedArray(0) }, createImageData: { width: 0, height: 0, data: new Uint8ClampedArray(0) } }
  const nothing = () => undefined
  const gradient = { addColorStop: nothing }
  return new Proxy(
    {},
    {
      get(values, name) {
        if (name in values || typeof name === 'symbol' || name === 'then') return values[name]
        if (/^create.*(Gradient|Pattern)$/.test(name)) return () => gradient
        return name in results ? () => results[name] : name === 'draw' ? (_reserve, done) => typeof done === 'function' && setTimeout(done, 0) : nothing
      },
    },
  )
}

const eases = (t) => t

function worklet() {
  const start = (value, _options, done) => {
    if (typeof done === 'function') setTimeout(() => done(false), 100)
    return value
  }
  const easing = new Proxy({}, { get: (_, name) => (name === 'in' || name === 'out' || name === 'inOut' ? (ease) => ease : name === 'poly' || name === 'elastic' ? () => eases : name === 'bezier' ? () => ({ factory: () => eases }) : eases) })
  return {
    Easing: easing,
    shared: (value) => ({ value }),
    derived: (compute) => (typeof compute === 'function' ? { value: compute() } : undefined),
    timing: start,
    spring: start,
    decay: (config) => (config && config.clamp && config.clamp[0]) || 0,
    delay: (_time, animation) => animation || 0,
    repeat: (animation, _times, _reverse, done) => start(animation || 0, undefined, done),
    sequence: (animation) => animation || 0,
    runOnJS: (run) => (typeof run === 'function' ? run : () => undefined),
    runOnUI: (run) => (typeof run === 'function' ? run : () => undefined),
    cancelAnimation: () => undefined,
  }
}

function makeWx() {
  return {
    ...make(answers),
    ...network(),
    nextTick: nextTicks(),
    worklet: worklet(),
    createAnimation: (options) => simulator().animation(options),
    createSelectorQuery: selectorQuery,
    createIntersectionObserver: (component, options) => component.createIntersectionObserver(options),
    createCanvasContext: canvasContext,
    createOffscreenCanvas: () => ({ width: 0, height: 0, getContext: canvasContext, createImage: () => ({}) }),
  }
}

module.exports = { makeWx }
