// What suites make members of `wx` with, under the path and names it has in miniprogram-simulate.
/* istanbul ignore file */
'use strict'
const { asynchronous, later, promising } = require('../../lib/wx/answer')

module.exports = {
  mockSync: (value) => () => value,
  mockAsync: asynchronous,
  mockAsyncAndPromise: promising,
  runInAsync: later,
}
