/** Pages that hold mini programs: builds in one folder, a page around them, a record of what the elements say. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, project, serve, temporary } from '../start.mjs'

/** Serves `{name: files of a project}`, each built into `/name/`, and `{path: text}` beside them. */
export async function site(apps, files = {}, headers = {}, options = []) {
  const folder = temporary('host')
  for (const [name, sources] of Object.entries(apps)) renameSync(build(typeof sources === 'string' ? sources : project(sources), ...options).out, join(folder, name))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return serve(folder, headers)
}

/** A page with this body; `said` of the window collects the events of its elements: `[id, type, detail]`. */
export const page = (body, { element = 'a/wx-app.js', style = '' } = {}) => `<!doctype html>
<meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
<style>${style}</style>
<script>
  window.said = []
  const names = ['ready', 'navigate', 'message', 'error', 'close']
  for (const type of names) addEventListener(type, (event) => event.target.localName === 'wx-app' && said.push([event.target.id, type, event.detail ?? event.data ?? null]), true)
</script>
<script type="module" src="${element}"></script>
${body}`

/** Waits until an element has said something. */
export const heard = (tab, id, type, test = () => true) =>
  tab.waitForFunction(([id, type, test]) => said.some(([from, what, detail]) => from === id && what === type && eval(test)(detail)), [id, type, String(test)])
