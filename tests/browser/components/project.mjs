/** A small mini program given as files, served by `wxc dev` and opened in Chromium. */
import { browser, dev, project } from '../start.mjs'

/** Starts it; `open(page)` gives `{page, shown, problems, close}`, `stop` ends everything. */
export async function serveProject(files) {
  const server = await dev(project({ 'project.config.json': { appid: 'touristappid' }, ...files }))
  const program = await browser()
  return {
    async open(path) {
      const opened = await program.open(`${server.url}#/${path}`)
      return { ...opened, shown: opened.page.locator('wxc-page.wxc-on') }
    },
    async stop() {
      await program.close()
      server.stop()
    },
  }
}
