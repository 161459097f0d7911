// The simulated `wx` by itself: suites build their own on it (`global.wx = { ...api, getSystemInfoSync }`), under the path it has in miniprogram-simulate.
/* istanbul ignore file */
'use strict'
const { makeWx } = require('../../lib/wx')

module.exports = makeWx()
