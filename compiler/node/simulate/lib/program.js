// Finds the program `wxc` and asks it.
/* istanbul ignore file */
'use strict'
const { spawnSync } = require('child_process')
const fs = require('fs')
const path = require('path')

const EXE = process.platform === 'win32' ? '.exe' : ''
let found

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

/** `WXC`, then the search path, then what was built in the repository this package lies in (the newest). */
function find() {
  if (process.env.WXC) {
    if (isProgram(process.env.WXC)) return process.env.WXC
    throw new Error(`wxc-simulate: WXC names "${process.env.WXC}", which is no program`)
  }
  const folders = (process.env.PATH || '').split(path.delimiter).filter(Boolean)
  const onPath = folders.map((folder) => path.join(folder, 'wxc' + EXE)).find(isProgram)
  if (onPath) return onPath
  const target = path.resolve(fs.realpathSync(__dirname), '../../../../target')
  const built = ['release', 'debug'].map((mode) => path.join(target, mode, 'wxc' + EXE)).filter(isProgram)
  built.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)
  if (built[0]) return built[0]
  throw new Error('wxc-simulate: the program wxc was not found. Put it on PATH, name it by the environment variable WXC, or build it with `cargo build --release --bin wxc`')
}

/** The program's path, and what tells one build of it from another. */
function program() {
  if (!found) {
    const file = find()
    const { mtimeMs, size } = fs.statSync(file)
    found = { file, build: `${file}:${mtimeMs}:${size}` }
  }
  return found
}

/** Runs `wxc simulate` with a question and gives its answer. */
function ask(question) {
  const { file } = program()
  const run = spawnSync(file, ['simulate'], { input: JSON.stringify(question), encoding: 'utf8', maxBuffer: 1 << 30 })
  if (run.error) throw new Error(`wxc-simulate: cannot run "${file}": ${run.error.message}`)
  if (run.status !== 0) throw new Error(`wxc-simulate: "${file} simulate" ended with ${run.status === null ? run.signal : run.status}\n${run.stderr}`)
  return JSON.parse(run.stdout)
}

module.exports = { ask, program }
