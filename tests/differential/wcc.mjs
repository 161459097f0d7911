/** WeChat's own compiler as an oracle: `wcc` from npm compiles a case, Node runs what it printed, and the tree comes back in the normal form of `../conformance/README.md`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Script, createContext } from 'node:vm'

const PACKAGE = 'miniprogram-compiler'
const VERSION = '0.2.3'

/** Fetches the package once per machine; the path of the program. */
export function fetchWcc() {
  const folder = join(tmpdir(), `${PACKAGE}-${VERSION}`)
  const program = join(folder, 'package/bin', process.platform === 'darwin' ? 'mac' : 'linux', 'wcc')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    execFileSync('npm', ['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', folder], { stdio: 'ignore' })
    execFileSync('tar', ['xzf', `${PACKAGE}-${VERSION}.tgz`], { cwd: folder })
  }
  chmodSync(program, 0o755)
  return program
}

/** A function that answers cases: `{expect, warnings?, runtimeErrors?}`, `{error}` or `{throws}`. `nullIsEmpty`: `null` shows nothing, as the reference wants it (§1). */
export function makeOracle(options = {}, program = fetchWcc()) {
  const folder = mkdtempSync(join(tmpdir(), 'wcc-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  let count = 0
  return (given) => {
    const place = join(folder, String(count++))
    for (const [path, text] of Object.entries(given.files)) {
      mkdirSync(dirname(join(place, path)), { recursive: true })
      writeFileSync(join(place, path), text)
    }
    const custom = Object.entries(given.components ?? {})
    const components = [custom.length, ...custom.flatMap(([path, tags]) => [`./${path}`, tags.length, ...tags])].join(' ')
    const run = spawnSync(program, ['-d', '-cc', components, ...Object.keys(given.files).map((path) => `./${path}`), '-gn', '$gwx'], { cwd: place, maxBuffer: 1 << 28, timeout: 20000 })
    rmSync(place, { recursive: true, force: true })
    if (run.status !== 0) return { error: errorOf(run) }
    return execute(run.stdout.toString(), `./${given.entry}`, given.data, options)
  }
}

function errorOf(run) {
  const text = run.stderr.toString().trim()
  const [, path, line, column, message] = /^(?:\.\/)?([^\s:]+):(\d+):(\d+):\s*([^]*)$/.exec(text) ?? []
  if (path === undefined) return { message: text || `ended by ${run.signal ?? run.status}` }
  return { message: message.replace(/(?<![.\w])\.\//g, ''), path, line: Number(line), column: Number(column) }
}

/** Its code, showing nothing for `null`, as the reference wants it. */
export function withEmptyNull(code) {
  return code.replace("_a += typeof(xp) === 'undefined' ? '' : xp;", "_a += xp === undefined || xp === null ? '' : xp;").replaceAll('return (r&&r.constructor===Function) ? undefined : r;', 'return r === null || (r&&r.constructor===Function) ? undefined : r;')
}

/** Runs in the context of the generated code, whose values are told apart by their constructors. */
const NORMAL_FORM = `(function (source, entry, data) {
  var value = function (x) {
    switch (typeof x) {
      case 'undefined': return { $: 'undefined' }
      case 'function': return { $: 'function' }
      case 'number': return Number.isFinite(x) ? x + 0 : { $: String(x) }
      case 'object':
        if (x === null) return null
        if (x.constructor === Date) return { $: 'date', ms: x.getTime() }
        if (x.constructor === RegExp) return { $: 'regexp', source: x.source, flags: x.flags }
        if (Array.isArray(x)) return Array.from(x, value)
        return Object.fromEntries(Object.keys(x).map(function (k) { return [k, value(x[k])] }))
    }
    return x
  }
  var forest = function (list, key, out) {
    for (var child of list) {
      if (typeof child !== 'object' || child === null) {
        if (String(child) === '') continue
        if (typeof out[out.length - 1] === 'string') out[out.length - 1] += String(child)
        else out.push(String(child))
      } else if (child.tag === undefined) {
        // A text that is an object or an array.
        var text = String(child)
        if (text === '') continue
        if (typeof out[out.length - 1] === 'string') out[out.length - 1] += text
        else out.push(text)
      } else if (child.tag === 'virtual') forest(child.children || [], child.wxKey === undefined ? key : child.wxKey, out)
      else out.push(element(child, key))
    }
    return out
  }
  var element = function (node, key) {
    var out = { tag: node.tag.replace(/^wx-/, '') }
    var names = Object.keys(node.attr).filter(function (n) { return n !== '$gdc' })
    var attrs = names.map(function (n) { return [n.replace(/^\\$wxs:/, ''), value(node.attr[n])] })
    attrs = attrs.filter(function (a) { return !a[0].startsWith('wx:') })
    attrs.sort(function (a, b) { return a[0] < b[0] ? -1 : 1 })
    if (attrs.length) out.attrs = Object.fromEntries(attrs)
    var generics = Object.keys(node.generics).sort()
    if (generics.length) out.generics = Object.fromEntries(generics.map(function (n) { return [n.replace(/^wx-/, ''), String(node.generics[n]).replace(/^wx-/, '')] }))
    if (key !== undefined) out.key = value(key)
    var children = forest(node.children, undefined, [])
    if (children.length) out.children = children
    return out
  }
  var render = $gwx(entry)
  if (!render) return '[]'
  return JSON.stringify(forest(render(JSON.parse(data), {}, {}).children, undefined, []))
})`

function execute(code, entry, data, options) {
  const warnings = []
  const runtimeErrors = []
  const keep = (list) => (...texts) => void list.push(texts.map((t) => (t instanceof Object && 'message' in t ? t.message : String(t))).join(' '))
  const ignore = () => undefined
  const realm = createContext({ console: { log: ignore, warn: keep(warnings), error: keep(runtimeErrors) }, __webview_engine_version__: 0.02 })
  new Script('var window = globalThis, $gwx, cs').runInContext(realm)
  try {
    new Script(options.nullIsEmpty ? withEmptyNull(code) : code).runInContext(realm, { timeout: 10000 })
    const normalise = new Script(NORMAL_FORM).runInContext(realm)
    const tree = normalise(null, entry, JSON.stringify(data))
    const expect = JSON.parse(tree)
    return { expect, ...(warnings.length && { warnings: warnings.map((w) => w.replace(/^WXMLRT_\$gwx:/, '').replace(/(?<![.\w])\.\//g, '')) }), ...(runtimeErrors.length && { runtimeErrors }) }
  } catch (error) {
    return { throws: String(error?.message ?? error) }
  }
}
