// Answers of the compiler, kept between test files and runs: by the build of the program, the question, and the contents of every file that was read.
/* istanbul ignore file */
'use strict'
const crypto = require('crypto')
const fs = require('fs')
const os = require('os')
const path = require('path')

const folder = path.join(os.tmpdir(), `wxc-simulate-${typeof process.getuid === 'function' ? process.getuid() : os.userInfo().username}`)

function hash(...parts) {
  const sum = crypto.createHash('sha256')
  for (const part of parts) sum.update(part).update('\0')
  return sum.digest('hex')
}

function contents(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return '\0missing'
  }
}

function read(key) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, key + '.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** Written under another name first: test files run side by side. */
function write(key, value) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    const own = path.join(folder, `${key}.${process.pid}.${crypto.randomBytes(4).toString('hex')}`)
    fs.writeFileSync(own, JSON.stringify(value))
    fs.renameSync(own, path.join(folder, key + '.json'))
  } catch {
    // Without a cache every answer is asked for again.
  }
}

/** What was answered to `key`, if the files it was made of are still the same. */
function recall(key, root) {
  const kept = process.env.WXC_SIMULATE_CACHE === 'off' ? undefined : read(key)
  return kept && kept.inputs.every(([file, sum]) => hash(contents(path.join(root, file))) === sum) ? kept.answer : undefined
}

function remember(key, root, inputs, answer) {
  write(key, { answer, inputs: inputs.map((file) => [file, hash(contents(path.join(root, file)))]) })
}

module.exports = { hash, recall, remember }
