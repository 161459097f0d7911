// Plays generated unit tests with one tool: `node play.cjs <package> <folder> <answers.json>`; the folder holds the components of each test and `tests.json`.
'use strict'
const fs = require('fs')
const path = require('path')
const { JSDOM } = require('jsdom')

const [tool, folder, answers] = process.argv.slice(2)
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
for (const name of ['document', 'Event', 'CustomEvent', 'TouchEvent', 'Element', 'HTMLElement', 'Node']) globalThis[name] = window[name]
globalThis.window = window
console.warn = () => undefined
console.error = (...parts) => globalThis.testLog.push('error ' + String(parts[0] && parts[0].message).slice(0, 60))
const simulate = require(tool)

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time))
const plain = (value) => JSON.parse(JSON.stringify(value === undefined ? null : value, (_, inner) => (typeof inner === 'function' ? '[function]' : inner === undefined ? '[undefined]' : inner)))

async function step(root, [what, ...args], lines) {
  switch (what) {
    case 'setData':
      return root.setData(args[0])
    case 'dispatch': {
      const found = root.querySelector(args[0])
      if (found && found.dom) found.dispatchEvent(args[1], args[2])
      return sleep(1)
    }
    case 'touch': {
      const found = root.querySelector(args[0])
      if (!found || !found.dom) return undefined
      found.dispatchEvent('touchstart')
      found.dispatchEvent('touchend')
      return sleep(1)
    }
    case 'select':
      return lines.push('selected ' + root.querySelectorAll(args[0]).map((one) => (one.dom ? one.dom.outerHTML : 'none')).join(' | '))
    case 'page':
      return root.triggerPageLifeTime(args[0])
  }
}

async function play(test) {
  const lines = []
  // What hooks write is a log of its own: how the engines order them is compared elsewhere.
  globalThis.testLog = { push: (text) => (/^(selected|error|[abc] event)/.test(text) || process.env.HOOKS ? lines.push(text) : 0) }
  try {
    const id = simulate.load(path.join(folder, test.name, 'a'), 'x-a', { rootPath: folder, compilerOptions: { maxBuffer: 1 << 28 } })
    const root = simulate.render(id, test.properties)
    const heard = (event) => lines.push(`heard ${event.type} ${JSON.stringify(event.detail)}`)
    for (const type of ['foo', 'tap']) root.addEventListener(type, heard)
    const parent = document.createElement('parent')
    lines.push('html ' + root.dom.outerHTML)
    root.attach(parent)
    lines.push('html ' + parent.innerHTML, 'json ' + JSON.stringify(plain(root.toJSON())), 'data ' + JSON.stringify(plain(root.data)))
    for (const one of test.steps) {
      lines.push('step ' + JSON.stringify(one))
      await step(root, one, lines)
      lines.push('html ' + parent.innerHTML)
    }
    lines.push('json ' + JSON.stringify(plain(root.toJSON())), 'data ' + JSON.stringify(plain(root.data)))
    root.detach()
    lines.push('html ' + parent.innerHTML)
  } catch (error) {
    lines.push('throws ' + String(error && error.message).slice(0, 200))
  }
  return lines
}

async function main() {
  const tests = JSON.parse(fs.readFileSync(path.join(folder, 'tests.json'), 'utf8'))
  const out = {}
  for (const test of tests) out[test.name] = await play(test)
  fs.writeFileSync(answers, JSON.stringify(out))
  process.exit()
}

main()
