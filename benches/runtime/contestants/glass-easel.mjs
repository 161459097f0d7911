/** The same mini program with WeChat's open-source framework: glass-easel behind its mini program adapter, templates compiled by its own compiler. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { bundle } from './page.mjs'

/** Pages and every component they use, from the project's folder. */
function units(project, pages) {
  const found = new Map()
  const visit = (path) => {
    if (found.has(path)) return
    const json = JSON.parse(readFileSync(join(project, path + '.json'), 'utf8'))
    const using = Object.entries(json.usingComponents ?? {}).map(([tag, to]) => [tag, to.startsWith('/') ? to.slice(1) : posix.join(dirname(path), to)])
    found.set(path, { ...json, usingComponents: Object.fromEntries(using.map(([tag, to]) => [tag, '/' + to])) })
    for (const [, to] of using) visit(to)
  }
  pages.forEach(visit)
  return found
}

export async function bundleGlassEasel(scenario, out) {
  const project = join(scenario, 'project')
  const { pages } = JSON.parse(readFileSync(join(project, 'app.json'), 'utf8'))
  const all = units(project, pages)
  const group = new TmplGroup()
  // The other contestants have plain elements: `view` is a `div` here too. Listeners of elements that are no components are written with a colon.
  const plain = (wxml) => wxml.replace(/<(\/?)view\b/g, '<$1div').replace(/ bind(\w+)=/g, ' bind:$1=').replace(/>\s+</g, '><')
  for (const path of all.keys()) group.addTmpl(path, plain(readFileSync(join(project, path + '.wxml'), 'utf8')))
  for (const file of readdirSync(project)) if (file.endsWith('.wxs')) group.addScript(file.slice(0, -4), readFileSync(join(project, file), 'utf8'))
  const defined = [...all].map(
    ([path, json]) => `space.addComponentStaticConfig(${JSON.stringify(path)}, ${JSON.stringify(json)})
space.addCompiledTemplate(${JSON.stringify(path)}, { groupList, content: groupList[${JSON.stringify(path)}] })
space.globalComponentEnv(globalThis, ${JSON.stringify(path)}, () => require(${JSON.stringify('./project/' + path + '.js')}))`,
  )
  await bundle(
    scenario,
    out,
    `import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
glassEasel.globalOptions.writeIdToDOM = true
const groupList = ${group.getTmplGenObjectGroups()}
const env = new MiniProgramEnv()
const space = env.createCodeSpace('', true)
${defined.reverse().join('\n')}
const context = new glassEasel.CurrentWindowBackendContext()
context.onEvent((target, type, detail, options) => {
  const event = new glassEasel.Event(type, detail, options)
  glassEasel.Event.dispatchEvent(target, event)
  return event.getEventBubbleStatus()
})
const root = env.associateBackend(context).createRoot('div', space, ${JSON.stringify(pages[0])})
const holder = document.getElementById('scroll')
root.attach(holder, holder.appendChild(document.createElement('span')))
`,
  )
  group.free()
}
