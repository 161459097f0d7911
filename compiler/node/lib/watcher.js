// Compilers that live on: one that is told what changed, one that watches the files.
'use strict'
const { EventEmitter } = require('events')
const { call, decode, encode, native } = require('./call')
const { Outputs } = require('./result')

/** Builds one after the other, each with what the one before has learnt. */
class Compiler {
  #project = new native.Project()
  #outputs = new Outputs()
  #last

  static async open(options) {
    const compiler = new Compiler()
    const json = encode(options)
    await compiler.#run((receive) => compiler.#project.open(json, receive))
    return compiler
  }

  /** The last result. */
  result

  /** Compiles what these files touch. */
  update(changed) {
    const paths = [...changed].map(String)
    const next = this.#last.then(() => this.#run((receive) => this.#project.update(paths, receive)))
    this.#last = next.catch(() => {})
    return next
  }

  close() {
    this.#project.close()
  }

  #run(start) {
    const next = call(start).then((answer) => (this.result = this.#outputs.result(answer)))
    this.#last = next.catch(() => {})
    return next
  }
}

/** Emits `build` with a result whenever files changed, `error` when that failed, `close` in the end. */
class Watcher extends EventEmitter {
  #watcher
  #outputs = new Outputs()
  #closed

  /** The last result. */
  result

  static open(options) {
    const json = encode(options)
    const watcher = new Watcher()
    return new Promise((resolve, reject) => {
      let end
      let failed
      watcher.#closed = new Promise((done) => (end = done))
      watcher.#watcher = new native.Watcher(json, (answer) => {
        try {
          const decoded = decode(answer)
          if (decoded.value.closed) {
            end()
            watcher.emit('close')
            // Without a result it was closed while it started.
            return reject(failed)
          }
          const first = !watcher.result
          watcher.result = watcher.#outputs.result(decoded)
          if (first) resolve(watcher)
          else watcher.emit('build', watcher.result)
        } catch (error) {
          if (watcher.result) watcher.emit('error', error)
          else failed = error
        }
      })
    })
  }

  /** Ends watching; resolves when nothing runs any more. */
  close() {
    this.#watcher.close()
    return this.#closed
  }

  async [Symbol.asyncDispose]() {
    await this.close()
  }
}

module.exports = { Compiler, Watcher }
