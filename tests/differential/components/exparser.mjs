/** Runs a case in exparser, WeChat's component engine, through j-component; its templates are compiled by `wcc`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fetchWcc, withEmptyNull } from '../wcc.mjs'
import { Recorder, doStep, runScript, treeOf } from './record.mjs'
import { patchSource, requireEngine } from './engines.mjs'

patchSource('j-component/src/render/diff.js', [
  // It gives a component all its attributes again when one of them changed; WeChat gives it that one. An equal array or object counts as unchanged, as it does here.
  ['retAttrs.push(attr)\n\n    if (oldAttrsMap[attr.name] === undefined || oldAttrsMap[attr.name] !== attr.value) isChange = true', 'if (oldAttrsMap[attr.name] === undefined || JSON.stringify(oldAttrsMap[attr.name]) !== JSON.stringify(attr.value)) { isChange = true; retAttrs.push(attr) }'],
  ['newVt.attrs = attrs\n', ''],
])
const simulate = requireEngine('j-component')
simulate.register({ id: 'wx-view', tagName: 'wx-view', template: '<slot></slot>', properties: {} })

/** The render functions of all templates of many cases, by `case/unit`. Once per process: what `wcc` prints keeps state in globals. */
export function compileAll(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'wcc-'))
  try {
    const files = []
    const custom = []
    for (const given of cases) {
      for (const unit of given.units) {
        const path = `./${given.name}/${unit.name}`
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path + '.wxml'), unit.wxml || '<view></view>')
        files.push(path + '.wxml')
        custom.push([path, unit.using ?? []])
      }
    }
    const components = [custom.length, ...custom.flatMap(([path, tags]) => [path, tags.length, ...tags])].join(' ')
    const code = execFileSync(fetchWcc(), ['-d', '-cc', components, ...files, '-gn', '$gwx'], { cwd: folder, maxBuffer: 1 << 28 }).toString()
    const find = new Function('window', `var __webview_engine_version__ = 0.02, $gwx, cs\n${withEmptyNull(code)}\nreturn $gwx`)({})
    return (name, unit) => find(`./${name}/${unit}.wxml`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `{lines, tree}` of a case. */
export function runInExparser(given, templates) {
  const recorder = new Recorder()
  const shared = {}
  const idOf = (name) => `${given.name}/${name}`
  const done = new Set()
  const register = (unit) => {
    if (done.has(unit.name)) return
    done.add(unit.name)
    for (const name of unit.using ?? []) register(given.units.find((other) => other.name === name))
    const define = (options) =>
      simulate.register({
        ...options,
        id: idOf(unit.name),
        path: idOf(unit.name),
        tagName: 'wx-' + unit.name,
        template: templates(given.name, unit.name),
        usingComponents: Object.fromEntries((unit.using ?? []).map((name) => [name, idOf(name)])),
      })
    const behavior = (options) => simulate.behavior(options)
    runScript(unit.js, { Component: define, Behavior: behavior, recorder, shared })
  }
  for (const unit of given.units) register(unit)
  const root = simulate.create(idOf('page'))
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  root.attach(place)
  const resize = (detail) => root.triggerPageLifeTime('resize', detail)
  for (const step of given.steps) doStep(step, recorder, resize)
  recorder.lines.push('--- end')
  const tree = treeOf(place.firstChild)
  root.detach()
  return { lines: recorder.lines, tree }
}
