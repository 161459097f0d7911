/** The real projects of the tests: two whole mini programs and the components of three libraries, from npm; builds them with the `wxc` binary and serves what comes out. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { markupOf } from './corpora-markup.mjs'
import { ISOLATED, root, serve as serveFolder, wxc } from './start.mjs'

const PACKAGES = root + 'node_modules/'

/** `app`: a folder that is a project. `library`: a folder of components, each of which gets a page; `prefix` is that of its tags, `css` the sheet of the app that uses them. */
export const CORPORA = [
  { name: 'weui-wxss', app: 'weui-wxss/dist' },
  { name: 'wux-weapp', app: 'wux-weapp/example' },
  { name: '@vant/weapp', library: '@vant/weapp/lib', prefix: 'van' },
  { name: 'tdesign-miniprogram', library: 'tdesign-miniprogram/miniprogram_dist', prefix: 't' },
  { name: 'weui-miniprogram', library: 'weui-miniprogram/miniprogram_dist', prefix: 'mp', css: "@import '/node_modules/weui-miniprogram/miniprogram_dist/weui-wxss/dist/style/weui.wxss';\n" },
]

/** Paths of the components in a library, relative to its folder, without extension. */
export function componentsOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.json') && !file.startsWith('miniprogram_npm') && existsSync(join(folder, file.slice(0, -5) + '.wxml')))
    .filter((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).component === true)
    .map((file) => file.slice(0, -5).replaceAll('\\', '/'))
    .sort()
}

/** `cell/index` is `van-cell`; `cell/cell` is `mp-cell`; `calendar/components/month/index` is `van-month`. */
const tagOf = (prefix, path) => prefix + '-' + (basename(path) === 'index' ? basename(dirname(path)) : basename(path))

/** A project with one page per component; the library lies in its `node_modules`. */
function writeLibraryProject({ name, library, prefix, css = '' }, folder) {
  const paths = componentsOf(PACKAGES + library)
  const using = Object.fromEntries(paths.map((path) => [tagOf(prefix, path), `${name}/${path}`]))
  const pages = paths.map((path) => {
    const tag = tagOf(prefix, path)
    const page = `pages/${path.replaceAll('/', '-')}`
    const { markup, data = {}, json = {}, script = '' } = markupOf(tag)
    const used = Object.fromEntries(Object.entries(using).filter(([other]) => new RegExp(`<${other}[\\s/>]`).test(markup)))
    mkdirSync(dirname(join(folder, page)), { recursive: true })
    writeFileSync(join(folder, page + '.wxml'), markup + '\n')
    writeFileSync(join(folder, page + '.json'), JSON.stringify({ navigationBarTitleText: tag, usingComponents: used, ...json }, null, 2))
    writeFileSync(join(folder, page + '.js'), `Page({\n  data: ${JSON.stringify(data)},\n  noop() {},\n${script}})\n`)
    return { page, tag }
  })
  mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
  symlinkSync(PACKAGES + name, join(folder, 'node_modules', name), 'dir')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'mounted', dependencies: { [name]: '*' } }))
  writeFileSync(join(folder, 'project.config.json'), JSON.stringify({ appid: 'touristappid' }))
  writeFileSync(join(folder, 'app.json'), JSON.stringify({ pages: pages.map(({ page }) => page), style: 'v2' }, null, 2))
  writeFileSync(join(folder, 'app.js'), 'App({})\n')
  writeFileSync(join(folder, 'app.wxss'), css)
  return pages
}

/** Builds one corpus below `folder`: `{ code, diagnostics, out, pages: [{ page, tag? }] }`. */
export async function buildCorpus(corpus, folder) {
  const out = join(folder, 'out')
  const project = corpus.app ? PACKAGES + corpus.app : join(folder, 'project')
  const pages = corpus.app ? pagesOf(JSON.parse(readFileSync(join(project, 'app.json'), 'utf8'))) : writeLibraryProject(corpus, project)
  const child = spawn(wxc, ['build', project, '-o', out, '--mode', 'dev', '--message-format', 'json'])
  let printed = ''
  let problems = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (problems += text))
  const code = await new Promise((done) => child.on('close', done))
  if (code > 1) throw new Error(`wxc ended with ${code} on ${corpus.name}:\n${problems}`)
  const diagnostics = printed.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  return { code, diagnostics, out, pages, project }
}

const pagesOf = (app) => [
  ...app.pages.map((page) => ({ page })),
  ...(app.subpackages ?? app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => ({ page: join(root, page) }))),
]

/** A temporary folder that `remove` takes away. */
export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-corpora-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Serves a folder as a cross-origin isolated site: `{ origin, stop }`. */
export async function serve(folder) {
  const { origin, close } = await serveFolder(folder, ISOLATED)
  return { origin, stop: close }
}
