/** Less and Sass of `wxc` beside `lessc` and `sass`: every sheet below the folders named, compiled by both, then converted to CSS by `wxc css`. See sheets.md. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [installed, ...folders] = process.argv.slice(2)
const wxc = process.env.WXC ?? 'target/debug/wxc'
const packages = createRequire(pathToFileURL(resolve(installed, 'x.js')))
const less = packages('less')
const sass = packages('sass')
const scratch = mkdtempSync(join(tmpdir(), 'wxc-sheets-'))

const sheets = folders.flatMap((folder) => {
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, file))
  return files.filter((file) => /\.(less|scss|sass)$/.test(file) && !basename(file).startsWith('_'))
})

/** White space, comments and spellings of colours and numbers differ without a difference. */
const plain = (css) => css.replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').replace(/"/g, "'").replace(/ \)/g, ')').trim()

function convert(file) {
  const { status, stdout } = spawnSync(wxc, ['css', file, '--root', '/', '--minify'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  return { failed: status !== 0, css: plain(stdout) }
}

async function official(file) {
  try {
    if (!file.endsWith('.less')) return sass.compile(file, { logger: sass.Logger.silent }).css
    return (await less.render(readFileSync(file, 'utf8'), { filename: file, quiet: true })).css
  } catch {
    return undefined
  }
}

const count = { equal: 0, rejected: 0, different: 0 }
for (const file of sheets.map((file) => resolve(file))) {
  const css = await official(file)
  const ours = convert(file)
  if (css === undefined) {
    // What the official compiler rejects may mean anything here.
    count.rejected++
    continue
  }
  const beside = join(scratch, 'official.wxss')
  writeFileSync(beside, css)
  const theirs = convert(beside)
  if (ours.css === theirs.css) {
    count.equal++
    continue
  }
  count.different++
  let at = 0
  while (ours.css[at] === theirs.css[at]) at++
  console.log(`${file}\n  official: …${theirs.css.slice(Math.max(0, at - 40), at + 80)}\n  wxc:      …${ours.css.slice(Math.max(0, at - 40), at + 80)}`)
}
rmSync(scratch, { recursive: true })
console.log(count)
