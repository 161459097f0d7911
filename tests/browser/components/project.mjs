/** A small mini program given as files, served by `wxc dev` and opened in Chromium. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { browser, dev } from '../apps/serve.mjs'

/** Starts it; `open(page)` gives `{page, shown, problems, close}`, `stop` ends everything. */
export async function serveProject(files) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-components-'))
  const all = { 'project.config.json': { appid: 'touristappid' }, 'app.js': 'App({})', ...files }
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content))
  }
  const server = await dev(folder)
  const program = await browser()
  return {
    async open(path) {
      const opened = await program.open(`${server.url}#/${path}`)
      return { ...opened, shown: opened.page.locator('wxc-page.wxc-on') }
    },
    async stop() {
      await program.close()
      server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
