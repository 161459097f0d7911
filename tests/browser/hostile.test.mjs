/** A project full of text that looks like code, built in all modes and opened in Chromium: nothing runs, and every text is shown as it is. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, root, serve, wxc } from './start.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wxc-hostile-'))
let texts, program

const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`)
}

before(async () => {
  run('cargo', ['run', '--quiet', '-p', 'wxc-tests', '--bin', 'hostile-project', join(folder, 'project')])
  texts = JSON.parse(readFileSync(join(folder, 'project/texts.json'), 'utf8'))
  program = await browser()
})
after(async () => {
  await program?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The text of a CSS string, as browsers print it. */
const unescaped = (string) =>
  string.slice(1, -1).replace(/\\(?:([0-9a-f]{1,6}) ?|(.))/g, (_, code, char) => (code ? String.fromCodePoint(parseInt(code, 16)) : char))

for (const mode of ['dev', 'release']) {
  for (const router of ['hash', 'history']) {
    for (const threads of ['worker', '1']) {
      test(`${mode}, ${router}, threads ${threads}: texts stay texts`, async (t) => {
        const dist = join(folder, `${mode}-${router}-${threads}`)
        run(wxc, ['build', join(folder, 'project'), '-o', dist, '--mode', mode, '--router', router, '--threads', threads, '--message-format', 'json'])
        const server = await serve(dist)
        t.after(() => server.close())
        const { page, close } = await program.open('about:blank')
        // Whatever calls it, in the page or in a worker, is heard.
        let called = []
        await page.exposeFunction('heard', (place) => called.push(place))
        await page.addInitScript(() => {
          window.pwned = () => window.heard(location.href)
        })
        page.on('worker', (worker) => worker.evaluate(() => void (globalThis.pwned = () => console.error('pwned in the worker'))).catch(() => {}))
        page.on('console', (message) => message.text().includes('pwned in the worker') && called.push('worker'))
        page.on('dialog', (dialog) => called.push(dialog.message()))
        for (const [index, text] of texts.entries()) {
          const route = `pages/h${index}/h${index}`
          await page.goto('about:blank')
          await page.goto(router === 'hash' ? `${server.url}index.html#/${route}` : `${server.url}${route}.html`)
          const top = page.locator('wxc-page.wxc-on')
          await top.locator(`.end.h${index}`).waitFor()
          const seen = await top.evaluate((element, route) => {
            const all = (selector) => [...element.querySelectorAll(selector)]
            const text = (selector) => all(selector).map((found) => found.textContent)
            const foreign = (found) =>
              [...found.attributes].some(({ name }) => name.startsWith('on')) ||
              (found.localName === 'script' &&
                !found.src &&
                found.dataset.page !== route &&
                !/^(\.\.\/)*assets\/logic[\w-]*\.js$/.test(found.dataset.logic) &&
                found.type !== 'application/json') ||
              (found.localName === 'img' && found.getAttribute('src') === 'x') ||
              ['iframe', 'object', 'embed'].includes(found.localName)
            const attributes = (selector) => all(selector).map((found) => ['id', 'aria-label'].map((name) => found.getAttribute(name)))
            return {
              texts: [...text('.static'), ...text('.literal'), ...text('.data'), ...text('.mixed'), ...text('.loop'), ...text('.template')],
              attributes: [...attributes('.attributes'), ...attributes('.literals'), ...attributes('.values')],
              content: getComputedStyle(all('.end')[0], '::after').content,
              title: document.querySelector('wxc-page.wxc-on .wxc-title')?.textContent,
              foreign: [...document.querySelectorAll('*')].filter(foreign).map((found) => found.outerHTML),
              background: getComputedStyle(document.body).backgroundImage,
            }
          }, router === 'hash' ? 'pages/h0/h0' : route)
          assert.deepEqual(seen.texts, [text, text, text, `(${text})(${text})`, text, text, text], route)
          assert.deepEqual(seen.attributes, Array.from({ length: 3 }, () => [text, text]), route)
          assert.deepEqual([seen.foreign, seen.background], [[], 'none'], route)
          assert.equal(unescaped(seen.content), text, route)
          if (seen.title !== undefined) assert.equal(seen.title, text, route)
        }
        assert.deepEqual(called, [])
        await close()
      })
    }
  }
}
