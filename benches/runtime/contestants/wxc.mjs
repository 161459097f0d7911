/** Ours, in the three ways an app can run: logic in a worker with shared memory (an isolated site), in a worker by message, and on the page's thread. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const wxc = process.env.WXC ?? join(import.meta.dirname, '../../../target/release/wxc')
const build = (threads) => (scenario, out) => execFileSync(wxc, ['build', join(scenario, 'project'), '-o', out, '--threads', threads], { stdio: 'pipe' })

export const OURS = {
  isolated: { file: 'project/app.json', build: build('worker') },
  message: { file: 'project/app.json', build: build('worker'), plain: true },
  'one thread': { file: 'project/app.json', build: build('1') },
}
