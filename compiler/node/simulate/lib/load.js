// `load`: reads the components a test names and those they use, compiles what is new, runs their scripts.
/* istanbul ignore file */
'use strict'
const fs = require('fs')
const path = require('path')
const { compile } = require('./compile')
const { simulator } = require('./runtime')
const { keepStyles } = require('./styles')

/** The component whose script runs. */
let current
/** What each script gave `Component`: test runners keep modules, so a script may not run again. */
const definitions = new Map()
/** Components that templates may use by their id: `load({ id, … })`. */
const named = new Map()
let seed = Date.now()

/** Letters only: the id is used as a tag and in selectors. */
function newId() {
  return String(++seed).replace(/\d/g, (digit) => 'abcdefghij'[digit])
}

function isAbsolute(name) {
  return typeof name === 'string' && /^([/\\]|[a-zA-Z]:[/\\])/.test(name)
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A component on disk and, before it, all it uses; `known`: path → id, `list`: in the order in which scripts run. */
function collect(file, tagName, options, known, list) {
  if (known.has(file)) return known.get(file)
  const json = readJson(`${file}.json`)
  if (!json) {
    if (!list.length && !known.size) throw new Error(`invalid componentPath: ${file}`)
    return undefined
  }
  const id = newId()
  known.set(file, id)
  const using = {}
  const find = (name, tag) => {
    const target = isAbsolute(name) ? path.join(options.rootPath, name) : path.join(path.dirname(file), name)
    return fs.existsSync(`${target}.json`) ? collect(target, tag, options, known, list) : undefined
  }
  for (const [tag, name] of Object.entries({ ...json.usingComponents, ...options.usingComponents })) {
    if (typeof name !== 'string') continue
    using[tag] = find(name, tag) || name
  }
  const generics = {}
  for (const [name, generic] of Object.entries(json.componentGenerics || {})) {
    const standard = generic && typeof generic.default === 'string' ? find(generic.default, name) : undefined
    generics[name] = standard || null
  }
  list.push({ id, file, tagName, json, using, generics })
  return id
}

/** The nearest folder above all files. */
function commonFolder(folders) {
  const parts = folders.map((folder) => folder.split(path.sep))
  const [first] = parts
  let length = 0
  while (length < first.length && parts.every((other) => other[length] === first[length])) length++
  return first.slice(0, length).join(path.sep) || path.sep
}

function slashes(file) {
  return file.split(path.sep).join('/')
}

/** Only what stands behind a component is one; anything else is an element. */
function componentsOf(using) {
  const known = Object.entries(using).filter(([, id]) => simulator().isRegistered(id))
  return Object.fromEntries([...[...named].filter(([tag]) => !(tag in using)), ...known])
}

function factory(names, code) {
  // eslint-disable-next-line no-new-func
  return new Function(...names, code)
}

function register(component, answer, scope) {
  simulator().register({
    id: component.id,
    // Relations link what was loaded together.
    path: `${scope.split('\0')[1]}/${component.path}`,
    // eslint-disable-next-line no-new-func
    make: new Function(`return ${answer.unit}`)(),
    wxs: answer.wxs.map(({ id, code, requests }) => ({ id, run: factory(['require', 'module', '$w'], code), requests })),
    scope,
    plain: component.plain === true,
    tagName: component.tagName || '',
    using: component.using,
    generics: component.generics || {},
    json: component.json || {},
  })
}

/** The tag itself: the answer is the same whatever ids the components get. */
function tagsOf(using) {
  return Object.fromEntries(Object.keys(using).map((tag) => [tag, tag]))
}

function loadFile(file, tagName, given) {
  const options = { compiler: 'official', rootPath: path.dirname(file), ...given }
  const list = []
  const known = new Map()
  const id = collect(file, tagName && typeof tagName === 'string' ? tagName : 'main', options, known, list)
  const root = commonFolder([path.resolve(options.rootPath), ...list.map((component) => path.dirname(path.resolve(component.file)))])
  const inner = path.relative(root, path.resolve(options.rootPath))
  const base = inner ? slashes(inner) + '/' : ''
  const below = (name) => slashes(path.relative(path.join(root, inner), path.resolve(name)))
  for (const component of list) {
    component.path = below(component.file)
    component.plain = options.compiler === 'simulate'
    runScript(component)
  }
  takeKept(list)
  for (const component of list) if (component.definition) simulator().reserve(component.id)
  for (const component of list) component.using = componentsOf(component.using)
  const outside = list.some((component) => component.path.startsWith('../'))
  const questions = list.map((component) => ({
    path: outside ? slashes(path.relative(root, path.resolve(component.file))) : component.path,
    using: tagsOf(component.using),
    generics: Object.keys(component.generics),
    plain: component.plain,
    prefix: component.tagName + '--',
    less: options.less === true,
  }))
  const answers = compile(root, outside ? '' : base, questions)
  list.forEach((component, i) => register(component, answers[i], `${root}\0${id}`))
  for (const component of list) if (component.definition) simulator().define(component.id, component.definition, component.tagName)
  keepStyles(id, answers.map((answer) => answer.css).join(''))
  return id
}

function runScript(component) {
  const before = current
  current = component
  try {
    // The test runner's own `require`: its transforms, mocks and coverage apply.
    require(component.file)
    if (require.cache) delete require.cache[require.resolve(component.file)]
  } finally {
    current = before
  }
}

/**
 * A script that the runner keeps does not run again. What the test loads is defined by what its script said before, with all it uses; where only something that it
 * uses was kept, that is an unknown element, as it is with the tool.
 */
function takeKept(list) {
  const root = list[list.length - 1]
  if (root.definition) return
  for (const component of list) if (!component.definition && definitions.has(component.file)) component.definition = copyDefinition(definitions.get(component.file))
}

/** Two levels deep: what is defined twice is not edited twice. */
function copyDefinition(options) {
  const copy = (value) => (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype ? { ...value } : Array.isArray(value) ? [...value] : value)
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, copy(value)]))
}

/** `Component` of a script that a test loads. */
function defineCurrent(options) {
  if (!current) throw new Error('Component() was called outside of a component that simulate.load loads')
  definitions.set(current.file, copyDefinition(options))
  current.definition = options
}

/** Elements of HTML, which templates given as text may use. */
const HTML = new Set(
  ('a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup data datalist dd del dfn div dl dt em embed ' +
    'fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd keygen label legend li link main map mark meta meter nav ' +
    'noscript object ol optgroup option output p param pre progress q rb rp rt rtc ruby s samp script section select small source span strong style sub sup table tbody ' +
    'td template textarea tfoot th thead time title tr track u ul var video wbr').split(' '),
)

/** The tool's own compiler knows no entities: `&lt;` is four letters. */
function withoutEntities(template) {
  return template.replace(/&(?=#?\w+;)/g, '&amp;')
}

function loadDefinition(definition) {
  const { template } = definition
  if (typeof template !== 'string' || !template.trim()) throw new Error('invalid template')
  const id = definition.id || newId()
  const component = { id, tagName: definition.tagName || '', using: componentsOf(definition.usingComponents || {}), path: '', json: {}, plain: true }
  component.path = typeof definition.path === 'string' ? slashes(definition.path).replace(/^\/+/, '') : id
  const root = typeof definition.path === 'string' ? path.dirname(definition.path) : process.cwd()
  const [answer] = compile(root, '', [{ path: 'template', template: withoutEntities(template.trim()), using: tagsOf(component.using), generics: [], plain: true, prefix: '' }])
  for (const tag of answer.plain) if (!HTML.has(tag) && !simulator().isBuiltIn(tag)) throw new Error(`component ${tag} not found`)
  simulator().reserve(id)
  register(component, answer, `${id}\0${id}`)
  simulator().define(id, definition, '')
  if (definition.id) named.set(definition.id, id)
  return id
}

function load(component, tagName, options = {}) {
  if (typeof component === 'object' && component) return loadDefinition(component)
  if (typeof component !== 'string') throw new Error('componentPath must be a string')
  return typeof tagName === 'object' && tagName ? loadFile(component, '', tagName) : loadFile(component, tagName, options)
}

module.exports = { defineCurrent, load }
