/** Runs `wxc dev` on a project and opens it in Chromium, as a phone of 375×812 with touch. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** The program under test: `WXC`, else the release build, else the debug build. */
export const wxc = process.env.WXC ?? ['release', 'debug'].map((kind) => `${root}target/${kind}/wxc`).find(existsSync)

/** Starts the dev server; `stop` ends it. */
export async function dev(project) {
  const child = spawn(wxc, ['dev', project, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const url = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      log += chunk
      const found = /http:\/\/[\d.]+:\d+\//.exec(log)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`wxc dev ended with ${code}\n${log}`)))
  })
  return { url, stop: () => child.kill() }
}

/** A browser, a fresh profile per `open`. `problems` collects uncaught errors and console errors. */
export async function browser() {
  const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  return {
    close: () => program.close(),
    async open(url, options = {}) {
      const context = await program.newContext({ viewport: { width: 375, height: 812 }, hasTouch: true, ...options })
      const page = await context.newPage()
      const problems = []
      page.on('pageerror', (error) => problems.push(String(error.stack ?? error)))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.setDefaultTimeout(15_000)
      await page.goto(url)
      return { page, problems, close: () => context.close() }
    },
  }
}
