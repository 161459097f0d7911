/** `import card from './components/card/card.wxml?wxc'`: one page or component of a mini program, for any web page. */
import { existsSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { basename, dirname, join, relative } from 'node:path'
import { call, native } from '../lib/call.js'
import { App } from './app.mjs'

/** Whether a module is imported this way. */
export const isPart = (id) => /\.wxml\?wxc$/.test(id)

/** Page around a component: what it is given comes in a message, what it triggers leaves in one. */
const AROUND = `Page({
  data: { on: false },
  onLoad() {
    wx.host.onMessage((message) => {
      this.setData({ on: true })
      this.selectComponent('#part').setData(message.properties)
    })
  },
  tell(event) {
    wx.host.postMessage({ event: event.type, detail: event.detail })
  },
})
`

/** `{app, code}`: the project around the file, not compiled yet, and the module that mounts it. `site` is an expression for the address of the site's folder. */
export async function part(file, given, { site, base, hosts }) {
  const root = above(dirname(file), 'app.json') ?? dirname(file)
  const inner = relative(root, file).replaceAll('\\', '/').slice(0, -'.wxml'.length)
  const own = json(file.replace(/\.wxml$/, '.json'))
  const name = `${basename(inner)}-${createHash('sha256').update(inner).digest('hex').slice(0, 6)}`
  const folder = `wxc/${name}/`
  const { pages: _p, subPackages: _s, subpackages: _S, tabBar: _t, entryPagePath: _e, preloadRule: _r, ...config } = json(join(root, 'app.json'))
  const files = {}
  if (own.component) {
    // Properties are set on the component: an attribute without a value would take the place of its default.
    const listeners = (await eventsOf(file.replace(/\.wxml$/, ''))).map((event) => ` bind:${event}="tell"`)
    files['wxc-part/part.wxml'] = `<wxc-part id="part" wx:if="{{on}}"${listeners.join('')} />`
    files['wxc-part/part.json'] = JSON.stringify({ navigationStyle: 'custom', disableScroll: true, usingComponents: { 'wxc-part': `/${inner}` } })
    files['wxc-part/part.js'] = AROUND
  }
  files['app.json'] = JSON.stringify({ ...config, pages: [own.component ? 'wxc-part/part' : inner] })
  if (!existsSync(join(root, 'app.js')) && !existsSync(join(root, 'app.ts'))) files['app.js'] = 'App({})'
  const app = new App({ ...given, ...hosts, dir: root, files, prerender: false }, base + folder)
  const code = `import { part } from 'wxc/client'
export default part({ base: new URL(${JSON.stringify(folder)}, new URL(${site}, document.baseURI)).href, component: ${Boolean(own.component)}, live: ${hosts.mode === 'dev'} })
`
  return { app, code }
}

function above(folder, name) {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, name))) return at
    if (at === dirname(at)) return undefined
  }
}

function json(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The compiler says what is wrong with it, if it is needed.
    return {}
  }
}

/** Events of a component, as its script says. */
async function eventsOf(stem) {
  const file = [`${stem}.ts`, `${stem}.js`].find(existsSync)
  if (!file) return []
  const options = JSON.stringify({ typescript: file.endsWith('.ts') })
  return (await call((receive) => native.outline(readFileSync(file, 'utf8'), options, receive))).value.events
}
