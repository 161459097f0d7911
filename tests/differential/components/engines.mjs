/** The component engines that cases run in besides ours: fetched from npm once per machine, into the temporary folder. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { JSDOM } from 'jsdom'

const PACKAGES = {
  'glass-easel': '0.12.1',
  'glass-easel-miniprogram-adapter': '0.12.1',
  'glass-easel-template-compiler': '0.12.1',
  'j-component': '1.4.10',
  'miniprogram-exparser': '2.29.1',
}
const folder = join(tmpdir(), 'wxc-component-engines-1')

function fetchPackages() {
  if (!existsSync(join(folder, 'node_modules/glass-easel'))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'], { cwd: folder, stdio: 'ignore' })
  }
  return createRequire(join(folder, 'package.json'))
}

/** jsdom's window as globals: all engines draw into it. */
function provideDocument() {
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
  for (const name of ['window', 'document', 'Node', 'Element', 'HTMLElement', 'CustomEvent', 'MutationObserver', 'customElements', 'requestAnimationFrame']) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true })
  }
  // jsdom's takes time that grows with the square of the document.
  window.Range.prototype.deleteContents = function () {
    const { startContainer, startOffset, endOffset } = this
    for (const node of [...startContainer.childNodes].slice(startOffset, endOffset)) node.remove()
  }
}

provideDocument()
export const requireEngine = fetchPackages()

/** Loads a module of an engine with pieces of its text replaced. */
export function patchSource(path, replacements) {
  const file = requireEngine.resolve(path)
  let text = readFileSync(file, 'utf8')
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${path} has changed`)
    text = text.replace(from, to)
  }
  const module = new Module(file)
  module.filename = file
  module.paths = Module._nodeModulePaths(dirname(file))
  requireEngine.cache[file] = module
  module._compile(text, file)
}
