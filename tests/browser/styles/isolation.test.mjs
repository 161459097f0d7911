/** Who may style whom: every `styleIsolation` of pages beside every one of components, by computed styles. The expectations are those of WeChat's documentation. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, dev } from '../start.mjs'

/** What a sheet of `who` sets on an element: one custom property for the class `x`, one for the tag, one for everything of class `x` that has an id or an attribute. */
const sheet = (who) => `.x{--${who}:class}\nview{--${who}-tag:tag}\n[data-x]{--${who}-attribute:attribute}\n`

/** Components: how each is isolated. `open`: sheets of pages and of shared components reach in; `shares`: its own reaches out. */
const COMPONENTS = {
  closed: { open: false, shares: false },
  'closed-json': { json: { styleIsolation: 'isolated' }, options: 'addGlobalClass: true', open: false, shares: false },
  apply: { options: "styleIsolation: 'apply-shared'", open: true, shares: false },
  'apply-json': { json: { styleIsolation: 'apply-shared' }, open: true, shares: false },
  global: { options: 'addGlobalClass: true', open: true, shares: false },
  shared: { options: "styleIsolation: 'shared'", open: true, shares: true },
  'shared-json': { json: { styleIsolation: 'shared' }, options: "styleIsolation: 'isolated'", open: true, shares: true },
}

/** Pages: whether the app's sheet applies, whether theirs reaches into open components, whether shared components reach into them. */
const PAGES = {
  plain: { app: true, outward: true, inward: true },
  shared: { json: { styleIsolation: 'shared' }, app: true, outward: true, inward: true },
  'apply-shared': { json: { styleIsolation: 'apply-shared' }, app: true, outward: false, inward: true },
  isolated: { json: { styleIsolation: 'isolated' }, app: true, outward: false, inward: false },
  'page-isolated': { json: { styleIsolation: 'page-isolated' }, app: false, outward: false, inward: false },
  'page-apply-shared': { json: { styleIsolation: 'page-apply-shared' }, app: false, outward: false, inward: true },
  'page-shared': { json: { styleIsolation: 'page-shared' }, app: false, outward: true, inward: true },
  'page-isolated-options': { options: "styleIsolation: 'page-isolated'", app: false, outward: false, inward: false },
}

const leaf = '<view class="x" data-x="1"></view>'
const names = Object.keys(COMPONENTS)
const using = Object.fromEntries(names.map((name) => [`c-${name}`, `/components/${name}`]))

function project() {
  const files = {
    'project.config.json': { appid: 'touristappid' },
    'app.json': { pages: [...Object.keys(PAGES).map((name) => `pages/${name}`), 'pages/passing'] },
    'app.js': 'App({})',
    'app.wxss': sheet('app') + '.given-app{--given-app:class}',
  }
  for (const [name, { json, options = '' }] of Object.entries(COMPONENTS)) {
    files[`components/${name}.json`] = { component: true, ...json }
    files[`components/${name}.js`] = `Component({ options: { ${options} } })`
    files[`components/${name}.wxml`] = `${leaf}<view class="slot"><slot></slot></view>`
    files[`components/${name}.wxss`] = sheet(name)
  }
  // A component inside a closed component inside a page.
  files['components/outer.json'] = { component: true, usingComponents: using }
  files['components/outer.js'] = 'Component({})'
  files['components/outer.wxml'] = leaf + names.map((name) => `<c-${name}>${leaf}</c-${name}>`).join('')
  files['components/outer.wxss'] = sheet('outer')
  for (const [name, { json, options }] of Object.entries(PAGES)) {
    files[`pages/${name}.json`] = { usingComponents: { ...using, 'c-outer': '/components/outer' }, ...json }
    files[`pages/${name}.js`] = options ? `Component({ options: { ${options} } })` : 'Page({})'
    files[`pages/${name}.wxml`] = leaf + names.map((name) => `<c-${name} class="host">${leaf}</c-${name}>`).join('') + '<c-outer></c-outer>'
    files[`pages/${name}.wxss`] = sheet('page')
  }
  Object.assign(files, passing())
  return files
}

/** External classes, `~` and `^`, `virtualHost`, `class` on a host, `:host`. */
function passing() {
  const view = (id, names) => `<view id="${id}" class="${names}"></view>`
  return {
    'components/inner.json': { component: true },
    'components/inner.js': `Component({ externalClasses: ['deep-class', 'b-class'] })`,
    'components/inner.wxml': view('inner-deep', 'deep-class') + view('inner-both', 'own deep-class b-class') + view('inner-page', '~of-page') + view('inner-parent', '^of-middle own') + view('inner-grand', '^^of-page'),
    'components/inner.wxss': '.own{--own:inner}.red{--red:inner}:host{--host:inner}',
    'components/middle.json': { component: true, usingComponents: { 'c-inner': 'inner' } },
    'components/middle.js': `Component({ externalClasses: ['my-class', 'other-class'], data: { which: 'of-middle' } })`,
    'components/middle.wxml': view('middle-mine', 'my-class') + view('middle-two', 'my-class other-class') + view('middle-page', '~of-page') + '<c-inner deep-class="my-class" b-class="{{which}}"></c-inner>',
    'components/middle.wxss': '.of-middle{--of-middle:middle}.red{--red:middle}',
    'components/virtual.json': { component: true },
    'components/virtual.js': 'Component({ options: { virtualHost: true }, externalClasses: ["class"] })',
    'components/virtual.wxml': view('virtual-root', 'class own'),
    'components/virtual.wxss': '.own{--own:virtual}:host{--host:virtual}',
    'pages/passing.json': { usingComponents: { 'c-middle': '/components/middle', 'c-inner': '/components/inner', 'c-virtual': '/components/virtual' } },
    'pages/passing.js': `Page({ data: { name: 'green' }, swap() { this.setData({ name: 'blue' }) } })`,
    'pages/passing.wxml':
      `<view id="top" bindtap="swap">swap</view><c-middle id="m" my-class="red given-app" other-class="{{name}}"></c-middle>` +
      '<c-inner id="host" class="on-host" hidden="{{false}}" style="--inline: 1"></c-inner><c-virtual class="on-virtual"></c-virtual>',
    'pages/passing.wxss': '.red{--red:page}.green{--green:page}.blue{--blue:page}.of-page{--of-page:page}.on-host{--on-host:page;--host:page}.on-virtual{--on-virtual:page}.own{--own:page}.red.given-app{--both:page}.red.own{--mixed:page}',
  }
}

function write(files, folder) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
}

let folder, server, program, seen
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wxc-isolation-'))
  write(project(), folder)
  server = await dev(folder)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens a page of the project. Custom properties are not inherited there, so that each element tells of its own rules. */
async function open(page, names) {
  const { page: tab, problems, close } = await program.open(`${server.url}#/pages/${page}`)
  await tab.evaluate((names) => names.forEach((name) => CSS.registerProperty({ name: '--' + name, syntax: '*', inherits: false })), names)
  return { shown: tab.locator('wxc-page.wxc-on'), problems, close }
}

/** The custom properties of `names` on an element, those that are set. */
const properties = (element, names) =>
  element.evaluate((node, names) => {
    const style = getComputedStyle(node)
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue('--' + name).trim()]).filter(([, value]) => value))
  }, names)

const SHEETS = ['app', 'page', 'outer', ...names]
const WATCHED = SHEETS.flatMap((who) => [who, `${who}-tag`, `${who}-attribute`])

/** What should apply to an element of `place`, which stands in `page`. */
function expected(page, place) {
  const of = PAGES[page]
  const found = {}
  const set = (who, kinds) => kinds.forEach((kind) => (found[kind === 'class' ? who : `${who}-${kind}`] = kind))
  const own = COMPONENTS[place]
  const open = place === 'page' ? of.inward : (own?.open ?? false)
  const all = ['class', 'tag', 'attribute']
  // Tag selectors of the app and of pages reach into every component.
  if (of.app) set('app', place === 'page' || open ? all : ['tag'])
  if (place === 'page' || (of.outward && open)) set('page', all)
  else set('page', ['tag'])
  for (const who of names) if (who === place || (COMPONENTS[who].shares && open)) set(who, all)
  if (place === 'outer') set('outer', all)
  return found
}

for (const page of Object.keys(PAGES)) {
  test(`a page that is ${page}`, async () => {
    const { shown, problems, close } = await open(page, WATCHED)
    await shown.locator('wx-c-outer').waitFor({ state: 'attached' })
    const host = (name) => shown.locator(`wx-c-${name}`).first()
    const check = async (element, place, where) => {
      const wanted = expected(page, place)
      const actual = await properties(element, WATCHED)
      assert.deepEqual(actual, Object.fromEntries(WATCHED.filter((name) => wanted[name]).map((name) => [name, wanted[name]])), `${where} of ${page}`)
    }
    await check(shown.locator('.x').first(), 'page', 'the page itself')
    for (const name of names) {
      await check(host(name).locator('.x').first(), name, `component ${name}`)
      await check(host(name).locator('.slot .x').first(), 'page', `slot content in ${name}`)
    }
    const outer = shown.locator('wx-c-outer')
    await check(outer.locator('.x').first(), 'outer', 'component outer')
    for (const name of names) {
      await check(outer.locator(`wx-c-${name} .x`).first(), name, `component ${name} inside a component`)
      await check(outer.locator(`wx-c-${name} .slot .x`).first(), 'outer', `slot content in ${name} inside a component`)
    }
    assert.deepEqual(problems, [])
    await close()
  })
}

test('classes that are passed', async () => {
  const watched = ['red', 'green', 'blue', 'own', 'of-page', 'of-middle', 'given-app', 'on-host', 'host', 'on-virtual', 'inline', 'both', 'mixed']
  const { shown, problems, close } = await open('passing', watched)
  await shown.locator('wx-c-virtual, #virtual-root').first().waitFor({ state: 'attached' })
  const middle = shown.locator('wx-c-middle')
  const inner = (id) => middle.locator(`#inner-${id}`)
  const table = [
    ['an external class', middle.locator('#middle-mine'), { red: 'page', 'given-app': 'class', both: 'page' }],
    ['two external classes', middle.locator('#middle-two'), { red: 'page', green: 'page', 'given-app': 'class', both: 'page' }],
    ['a class of the page, by ~', middle.locator('#middle-page'), { 'of-page': 'page' }],
    ['an external class passed on', inner('deep'), { red: 'page', 'given-app': 'class', both: 'page' }],
    ['an external class beside a class of its own that the page has too', inner('both'), { red: 'page', own: 'inner', 'of-middle': 'middle', 'given-app': 'class', both: 'page' }],
    ['a class of the page, by ~, two levels up', inner('page'), { 'of-page': 'page' }],
    ['a class of the parent, by ^', inner('parent'), { 'of-middle': 'middle', own: 'inner' }],
    ['a class of the grandparent, by ^^', inner('grand'), { 'of-page': 'page' }],
    ['a class on a host: its user wins over :host', shown.locator('#host'), { 'on-host': 'page', host: 'page', inline: '1' }],
    ['the class of a virtual host', shown.locator('#virtual-root'), { 'on-virtual': 'page', own: 'virtual' }],
  ]
  for (const [what, element, wanted] of table) {
    assert.deepEqual(await properties(element.first(), watched), Object.fromEntries(watched.filter((n) => wanted[n]).map((n) => [n, wanted[n]])), what)
  }
  await shown.locator('#top').tap()
  await middle.locator('#middle-two.blue').waitFor({ state: 'attached' })
  const swapped = await properties(middle.locator('#middle-two'), watched)
  assert.deepEqual(swapped, { red: 'page', blue: 'page', 'given-app': 'class', both: 'page' }, 'an external class that changes')
  assert.deepEqual(problems, [])
  await close()
})
