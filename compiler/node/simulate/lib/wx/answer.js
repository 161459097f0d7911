// How simulated members of `wx` answer: in the next task, to callbacks or a promise.
/* istanbul ignore file */
'use strict'

/** Calls `success` or `fail`, by the answer's `errMsg`, and `complete`. */
function later(options, answer) {
  const call = answer.errMsg.includes(':fail') ? options.fail : options.success
  setTimeout(() => {
    if (typeof call === 'function') call(answer)
    if (typeof options.complete === 'function') options.complete(answer)
  }, 0)
}

function answerOf(name, data) {
  return { errMsg: `${name}:ok`, errCode: 0, errno: 0, ...data }
}

/** Calls back. */
function asynchronous(name, data) {
  return (options = {}) => later(options, answerOf(name, data))
}

/** The same; without callbacks it gives a promise. `plain`: what the promise gives instead of the answer. */
function promising(name, data, plain) {
  return (options = {}) => {
    const { success, fail, complete } = options
    if (success || fail || complete) return later(options, answerOf(name, data))
    return new Promise((resolve, reject) => {
      later({ success: (answer) => resolve(plain === undefined ? answer : plain), fail: reject }, answerOf(name, data))
    })
  }
}

module.exports = { asynchronous, later, promising }
