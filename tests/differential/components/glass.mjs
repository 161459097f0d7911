/** Runs a case in glass-easel, WeChat's newer component engine. */
import { Recorder, doStep, runScript, treeOf } from './record.mjs'
import { requireEngine } from './engines.mjs'

const glassEasel = requireEngine('glass-easel')
const { MiniProgramEnv } = requireEngine('glass-easel-miniprogram-adapter')
const { TmplGroup } = requireEngine('glass-easel-template-compiler')
glassEasel.globalOptions.throwGlobalError = false
glassEasel.globalOptions.warningListener = () => false
glassEasel.addGlobalErrorListener(() => false)
glassEasel.addGlobalWarningListener(() => false)

function templateOf(wxml) {
  const group = new TmplGroup()
  group.addTmpl('', wxml)
  const groupList = new Function(`return ${group.getTmplGenObjectGroups()}`)()
  group.free()
  return { groupList, content: groupList[''] }
}

/** The adapter hands `target` of relations on as it is; the engine knows its own behaviors only. */
const unwrapping = (define) => {
  const unwrapped = (options) => {
    for (const relation of Object.values(options?.relations ?? {})) if (relation.target) relation.target = relation.target._$
    return options ? define(options) : define()
  }
  return Object.assign(unwrapped, { trait: define.trait })
}

/** `{lines, tree}` of a case. */
export function runInGlassEasel(given) {
  const recorder = new Recorder()
  const env = new MiniProgramEnv()
  const code = env.createCodeSpace('', true)
  code.getComponentSpace().setGlobalUsingComponent('view', 'view')
  const shared = {}
  for (const unit of given.units) {
    code.addComponentStaticConfig(unit.name, { component: true, usingComponents: Object.fromEntries((unit.using ?? []).map((name) => [name, name])) })
    if (unit.wxml !== undefined) code.addCompiledTemplate(unit.name, templateOf(unit.wxml))
  }
  for (const unit of given.units) {
    code.componentEnv(unit.name, ({ Component, Behavior }) => runScript(unit.js, { Component: unwrapping(Component), Behavior: unwrapping(Behavior), recorder, shared }))
  }
  const root = env.associateBackend().createRoot('root', code, 'page')
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  const placeholder = document.createElement('i')
  place.append(placeholder)
  root.attach(place, placeholder)
  const resize = (detail) => root.getComponent().triggerPageLifetime('resize', [detail])
  for (const step of given.steps) doStep(step, recorder, resize)
  recorder.lines.push('--- end')
  const tree = treeOf(place.firstChild)
  root.release()
  return { lines: recorder.lines, tree }
}
