// What scripts of components find: `Component`, `Behavior`, `wx`, and `Touch`, which test environments lack.
/* istanbul ignore file */
'use strict'
const { defineCurrent } = require('./load')
const { simulator } = require('./runtime')
const { makeWx } = require('./wx')

class Touch {
  constructor(options = {}) {
    Object.assign(this, { clientX: 0, clientY: 0, identifier: 0, pageX: 0, pageY: 0, screenX: 0, screenY: 0, target: null }, options)
  }
}

function addGlobals() {
  global.Component = defineCurrent
  global.Behavior = (definition) => simulator().behavior(definition)
  if (typeof global.Page !== 'function') global.Page = defineCurrent
  global.Touch = Touch
  if (typeof window === 'object') window.Touch = Touch
  // Members a test made before stay.
  global.wx = Object.assign(makeWx(), typeof global.wx === 'object' ? global.wx : undefined)
}

module.exports = { addGlobals }
