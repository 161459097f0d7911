/**
 * The inputs of the fuzz targets. The repository keeps them as one file per target (`corpus/<target>.json`, a list of texts); libFuzzer wants folders.
 *
 *   node tests/fuzz/corpus.mjs unpack [target…]   corpus, conformance cases and fixtures → inputs/<target>/
 *   node tests/fuzz/corpus.mjs pack [target…]     inputs/<target>.min/ (of `cargo fuzz cmin`) → corpus/<target>.json, the shortest first, within a budget
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const BUDGET = { lexer: 20_000, wxml: 40_000, expression: 15_000, wxss: 45_000, config: 25_000, script: 40_000, project: 22_000, fmt: 30_000 }
const LONGEST = 2_000

const [command, ...names] = process.argv.slice(2)
const targets = names.length > 0 ? names : Object.keys(BUDGET)
if (command === 'unpack') targets.forEach(unpack)
else if (command === 'pack') targets.forEach(pack)
else {
  console.error('usage: corpus.mjs unpack|pack [target…]')
  process.exit(2)
}

function unpack(target) {
  const folder = join(here, 'inputs', target)
  mkdirSync(folder, { recursive: true })
  const kept = join(here, 'corpus', `${target}.json`)
  const texts = [...(existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : []), ...seeds(target)]
  for (const text of texts) {
    const name = createHash('sha1').update(text).digest('hex')
    writeFileSync(join(folder, name), text)
  }
  console.log(`${target}: ${new Set(texts).size} inputs`)
}

function pack(target) {
  const folder = join(here, 'inputs', `${target}.min`)
  const texts = readdirSync(folder).map(name => readFileSync(join(folder, name)).toString('utf8'))
  const unique = [...new Set(texts)].filter(text => text.length <= LONGEST).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  const kept = []
  let size = 0
  for (const text of spread(unique)) {
    const bytes = Buffer.byteLength(JSON.stringify(text)) + 2
    if (size + bytes > BUDGET[target]) continue
    size += bytes
    kept.push(text)
  }
  kept.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  writeFileSync(join(here, 'corpus', `${target}.json`), `[\n${kept.map(text => JSON.stringify(text)).join(',\n')}\n]\n`)
  console.log(`${target}: ${kept.length} of ${unique.length} texts, ${size} bytes`)
}

/** Short and long ones in turn, so that a budget does not leave only the shortest. */
function* spread(sorted) {
  const left = new Set(sorted)
  for (let step = 8; step >= 1; step /= 2)
    for (let i = step - 1; i < sorted.length; i += step) if (left.delete(sorted[i])) yield sorted[i]
}

function seeds(target) {
  const wxml = () => [...conformance('wxml', '.wxml'), ...fixtures('.wxml')]
  const cases = {
    lexer: wxml,
    wxml,
    fmt: wxml,
    expression: () => [...wxml().join('\n').matchAll(/\{\{([^]*?)\}\}/g)].map(match => match[1]),
    wxss: () => [...conformance('wxss', '.wxss'), ...fixtures('.wxss')],
    config: () => fixtures('.json'),
    script: () => [...conformance('wxml', '.wxs'), ...fixtures('.wxs'), ...fixtures('.js'), ...fixtures('.ts')],
    project: () => [...projects(), ...fixtures('.wxml')],
  }
  return [...new Set(cases[target]())]
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* walk(join(folder, entry.name))
    else yield join(folder, entry.name)
  }
}

function fixtures(extension) {
  const files = [...walk(join(root, 'fixtures'))].filter(file => extname(file) === extension && statSync(file).size < 8_000)
  return files.map(file => readFileSync(file, 'utf8'))
}

function* cases(language) {
  for (const file of walk(join(root, 'tests/conformance', language))) yield* JSON.parse(readFileSync(file, 'utf8')).cases
}

function conformance(language, extension) {
  return [...cases(language)].flatMap(({ files }) => Object.entries(files).filter(([path]) => path.endsWith(extension)).map(([, text]) => text))
}

/** Conformance cases as projects: the entry is the page's template. */
function projects() {
  return [...cases('wxml')].map(({ files, entry }) => {
    const others = Object.entries(files).filter(([path]) => path !== entry).map(([path, text]) => `\n@@ pages/a/${path}\n${text}`)
    return `${files[entry]}${others.join('')}`
  })
}
