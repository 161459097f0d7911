// The interface of npm's miniprogram-simulate on wxc: loads components of a project, renders them into the document of the test environment.
/* istanbul ignore file */
'use strict'
const { addGlobals } = require('./lib/globals')
const { load } = require('./lib/load')
const { simulator } = require('./lib/runtime')
const { insertStyles } = require('./lib/styles')

function behavior(definition) {
  if (typeof definition !== 'object') throw new Error('definition must be a object')
  return simulator().behavior(definition)
}

function render(id, properties) {
  if (!id) throw new Error('you need to pass the componentId')
  insertStyles(id)
  return simulator().render(String(id), properties)
}

/** Whether the content of an element is this markup; white space between tags does not count. */
function match(dom, html) {
  if (!(dom instanceof window.Element) || !html || typeof html !== 'string') return false
  const shown = dom.cloneNode()
  const wanted = dom.cloneNode()
  shown.innerHTML = dom.innerHTML
  wanted.innerHTML = html.trim().replace(/>\s+</g, '><')
  return shown.isEqualNode(wanted)
}

function sleep(time = 0) {
  return new Promise((resolve) => {
    setTimeout(resolve, time)
  })
}

/** Moves a scroll position in steps, each in a task of its own and with an event. */
function scroll(component, destination = 0, times = 20, property = 'scrollTop') {
  if (!component || !component.dom) throw new Error('invalid params')
  const steps = typeof times === 'number' && times > 0 ? times : 1
  const { dom } = component
  const end = Math.max(0, destination)
  const step = Math.trunc((end - dom[property]) / steps)
  for (let i = 0; i < steps; i++) {
    setTimeout(() => {
      dom[property] = i === steps - 1 ? end : dom[property] + step
      dom.dispatchEvent(new Event('scroll', { bubbles: true, cancelable: false }))
    }, 0)
  }
}

addGlobals()

module.exports = { behavior, load, render, match, sleep, scroll }
