/** Every rule of five published packages means what it meant: our sheets beside the same text converted by replacing `rpx` alone, as Chromium understands both. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { browser, root, wxc } from '../start.mjs'

const run = promisify(execFile)
const WIDTH = 375
const PACKAGES = ['tdesign-miniprogram/miniprogram_dist', '@vant/weapp/lib', 'weui-miniprogram/miniprogram_dist', 'weui-wxss/dist', 'wux-weapp/packages/lib']

/** Pixels by WeChat's rounding: down, but never to nothing. */
const pixels = (n) => (n === 0 ? 0 : Math.floor((n / 750) * WIDTH + 1e-4) || 1)
const naive = (css) => css.replace(/(?<![\w-])([-+]?(?:\d+\.?\d*|\.\d+))rpx\b/g, (_, n) => `${pixels(+n)}px`)

let folder, program, chromium
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wxc-rules-'))
  writeFileSync(join(folder, 'app.json'), '{"pages":[]}')
  program = await browser()
  chromium = await program.open('about:blank')
  await chromium.page.addScriptTag({ content: `window.compare = ${compareInPage}` })
})
after(async () => {
  await program?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs in the page. What the two sheets say of each selector, and what they do to elements that match: a list of differences, and how much was compared. */
function compareInPage(ours, theirs) {
  const differences = []
  const probe = document.body.appendChild(document.createElement('div'))
  /** `var(--a, b)` → `b`, from the inside out. */
  const settled = (value) => {
    for (let last = ''; last !== value; ) {
      last = value
      value = value.replace(/var\(\s*--[\w-]+\s*,\s*((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/, '$1')
    }
    return value
  }
  /** One spelling for a value: what a browser computes, as the property it is, or as the first that takes it. */
  const normal = (name, value) => {
    value = settled(value)
    for (const property of [name, 'color', 'width', 'transform', 'box-shadow', 'font', 'transition-timing-function', 'background-image', 'padding', 'border']) {
      if (property.startsWith('--') || /var\(/.test(value) || !CSS.supports(property, value)) continue
      probe.style.cssText = 'position: absolute; border-style: solid; outline-style: solid; column-rule-style: solid'
      probe.style.setProperty(property, value)
      return getComputedStyle(probe).getPropertyValue(property)
    }
    return value.replace(/\s*([,()*/+])\s*/g, '$1').replace(/\s+/g, ' ').replaceAll("'", '"').replace(/(^|[^\d.])0(\.\d)/g, '$1$2').toLowerCase()
  }
  const element = (selector) =>
    selector.replace(/(^|[\s>+~,]|:(?:not|is|where|has)\()(?!wx-)([a-z][\w-]*)/gi, (_, before, tag) => `${before}wx-${tag.toLowerCase()}`).replaceAll(':root', 'wx-page').replaceAll(':nth-child(1)', ':first-child').replaceAll(':nth-last-child(1)', ':last-child')
  const split = (text) => {
    const parts = ['']
    let depth = 0
    for (const c of text) {
      if (c === '(' || c === '[') depth++
      if (c === ')' || c === ']') depth--
      if (c === ',' && depth === 0) parts.push('')
      else parts[parts.length - 1] += c
    }
    return parts.map((part) => part.trim())
  }
  const flat = (text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    const found = new Map()
    const add = (key, style) => {
      const known = found.get(key) ?? found.set(key, new Map()).get(key)
      const declared = [...style].map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)])
      // A shorthand with `var()` says nothing of its longhands.
      for (const part of style.cssText.split(/;\s*/)) {
        const [name, value] = [part.slice(0, part.indexOf(':')).trim(), part.slice(part.indexOf(':') + 1).trim()]
        if (value.includes('var(')) declared.push([name, value.replace(/\s*!important$/, ''), value.endsWith('!important') ? 'important' : ''])
      }
      for (const [name, value, priority] of declared) {
        if (!value || (known.get(name)?.endsWith('!important') && !priority)) continue
        known.set(name, normal(name, value) + (priority && ' !important'))
      }
    }
    const walk = (rules, context) => {
      for (const rule of rules) {
        if (rule instanceof CSSStyleRule) for (const selector of split(rule.selectorText)) add(`${context}${element(selector)}`, rule.style)
        else if (rule instanceof CSSKeyframesRule) for (const frame of rule.cssRules) for (const key of split(frame.keyText)) add(`${context}@keyframes ${rule.name} ${key}`, frame.style)
        else if (rule instanceof CSSFontFaceRule) add(`${context}@font-face ${rule.style.fontFamily} ${rule.style.getPropertyValue('font-weight')}`, rule.style)
        else if (rule.cssRules) walk(rule.cssRules, `${context}@${rule.constructor.name} ${rule.conditionText ?? ''} `)
      }
    }
    walk(sheet.cssRules, '')
    return found
  }
  const [mine, wanted] = [flat(ours), flat(theirs)]
  let declarations = 0
  for (const key of new Set([...mine.keys(), ...wanted.keys()])) {
    const [a, b] = [mine.get(key) ?? new Map(), wanted.get(key) ?? new Map()]
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      declarations++
      if (a.get(name) !== b.get(name)) differences.push(`${key} { ${name}: ${a.get(name)} instead of ${b.get(name)} }`)
    }
  }
  // The same, with order and specificity: what elements look like.
  const builder = document.body.appendChild(document.createElement('div'))
  const selectors = [...wanted.keys()].filter((key) => !key.startsWith('@'))
  const samples = []
  for (const selector of selectors.slice(0, 400)) {
    const plain = selector.replace(/::?[a-z-]+(\([^)]*\))?/gi, '')
    let at = builder
    for (const compound of plain.split(/\s*[>+~\s]\s*/).filter(Boolean)) {
      const child = document.createElement(/^wx-[\w-]+/.exec(compound)?.[0] ?? 'wx-view')
      for (const [, name] of compound.matchAll(/\.((?:\\.|[\w-])+)/g)) child.classList.add(name.replaceAll('\\', ''))
      for (const [, id] of compound.matchAll(/#([\w-]+)/g)) child.id = id
      for (const [, name, value] of compound.matchAll(/\[([\w-]+)(?:[~|^$*]?=["']?([^"'\]]*)["']?)?\]/g)) child.setAttribute(name, value ?? '')
      at = at.appendChild(child)
    }
    if (at !== builder) samples.push([selector, at, /::?(before|after)$/.exec(selector)?.[0]])
  }
  const look = (sheet) => {
    document.adoptedStyleSheets = [sheet]
    return samples.map(([, node, pseudo]) => {
      const style = getComputedStyle(node, pseudo ? '::' + pseudo.replaceAll(':', '') : null)
      return Object.fromEntries([...style].filter((name) => !name.startsWith('--')).map((name) => [name, style.getPropertyValue(name)]))
    })
  }
  const named = (text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    const rename = (rules) => {
      for (const rule of rules) {
        if (rule instanceof CSSStyleRule) rule.selectorText = split(rule.selectorText).map(element).join(',')
        else if (rule.cssRules && !(rule instanceof CSSKeyframesRule)) rename(rule.cssRules)
      }
    }
    rename(sheet.cssRules)
    return sheet
  }
  const [looks, right] = [look(named(ours)), look(named(theirs))]
  samples.forEach(([selector], i) => {
    for (const name in right[i]) if (right[i][name] !== looks[i][name]) differences.push(`computed ${selector} ${name}: ${looks[i][name]} instead of ${right[i][name]}`)
  })
  document.adoptedStyleSheets = []
  probe.remove()
  builder.remove()
  return { differences, declarations, samples: samples.length }
}

/** The sheets of a package, each once, without their imports: those are compared where they stand. */
function sheetsOf(path) {
  const from = join(root, 'node_modules', path)
  const files = readdirSync(from, { recursive: true }).filter((file) => file.endsWith('.wxss'))
  const texts = new Map(files.map((file) => [readFileSync(join(from, file), 'utf8').replace(/@import\s+["'][^"']*["'];?/g, ''), file]))
  return [...texts].map(([text, file]) => ({ file, text })).filter(({ text }) => text.includes('{'))
}

for (const path of PACKAGES) {
  test(path, { timeout: 300_000 }, async () => {
    const sheets = sheetsOf(path)
    assert.ok(sheets.length > 5, `there are sheets in ${path}`)
    const totals = { declarations: 0, samples: 0 }
    const problems = []
    const convert = async ({ file, text }, i) => {
      const name = join(folder, `${path.replaceAll('/', '-')}-${i}`)
      mkdirSync(name, { recursive: true })
      writeFileSync(join(name, 'a.wxss'), text)
      const { stdout } = await run(wxc, ['css', join(name, 'a.wxss'), '--root', name, '--rpx', `px=${WIDTH}@1`, '--minify'], { maxBuffer: 1 << 26 }).catch((error) => error)
      return { file, text, css: stdout }
    }
    for (let at = 0; at < sheets.length; at += 4) {
      for (const { file, text, css } of await Promise.all(sheets.slice(at, at + 4).map((sheet, i) => convert(sheet, at + i)))) {
        for (const colorScheme of text.includes('prefers-color-scheme') ? ['light', 'dark'] : ['light']) {
          await chromium.page.emulateMedia({ colorScheme })
          const { differences, declarations, samples } = await chromium.page.evaluate(([ours, theirs]) => window.compare(ours, theirs), [css, naive(text)])
          problems.push(...differences.slice(0, 5).map((difference) => `${file} (${colorScheme}): ${difference}`))
          totals.declarations += declarations
          totals.samples += samples
        }
      }
    }
    assert.deepEqual(problems, [])
    assert.ok(totals.declarations > 100 && totals.samples > 50, `compared: ${JSON.stringify(totals)}`)
    console.log(`${path}: ${sheets.length} sheets, ${totals.declarations} declarations, ${totals.samples} elements`)
  })
}
