/**
 * `wxc`, WeChat's own compilers (from npm), glass-easel's and lightningcss on the files of five packages: `node benches/compile/run.mjs [--runs=9] [--json=FILE]`.
 * `--instructions` counts instructions with callgrind instead of time: the same on a busy machine. `--only=wxc` leaves the peers out, `--kind=wxss` the templates.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const modules = join(here, 'node_modules')
const peers = join(modules, 'miniprogram-compiler/bin/linux')
const program = join(here, 'target/release/wxc-bench-compile')
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
const PACKAGES = ['tdesign-miniprogram', '@vant/weapp', 'weui-miniprogram', 'weui-wxss', 'wux-weapp example']
const SUBJECTS = {
  wxml: ['wxc', 'wxc, without checks', 'wxc, parsing alone', 'glass-easel-template-compiler', 'wcc (process)'],
  wxss: ['wxc', 'lightningcss alone', 'glass-easel-stylesheet-compiler', 'wcsc (process)'],
}
const CALLGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null']

function fail(message) {
  console.error(message)
  process.exit(1)
}

function install() {
  if (!existsSync(join(here, '../../node_modules/weui-wxss'))) fail('the packages to compile are not there: run `npm ci` at the root of the repository first')
  if (!existsSync(modules)) execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here, stdio: 'inherit' })
  for (const name of ['wcc', 'wcsc']) chmodSync(join(peers, name), 0o755)
  execFileSync('cargo', ['build', '--release', '--quiet', '--manifest-path', join(here, 'Cargo.toml')], { stdio: 'inherit' })
}

/** Instructions of one run of one subject on one package. */
function instructions(kind, subject, name) {
  const rest = ['--peers', peers, '--runs', '1', '--package', name, '--subject', subject, kind]
  const outside = subject.endsWith('(process)')
  const [command, ...words] = outside ? [program] : [...CALLGRIND, '--toggle-collect=*measured*', program]
  const { stderr, status, error } = spawnSync(command, [...words, ...rest], { encoding: 'utf8', env: { ...process.env, ...(outside ? { RUNNER: CALLGRIND.join(' ') } : {}) }, maxBuffer: 1 << 28 })
  if (error?.code === 'ENOENT') fail('`--instructions` needs valgrind: `apt install valgrind`')
  const counts = [...stderr.matchAll(/Collected : (\d+)/g)].map((match) => Number(match[1]))
  if (status !== 0 || counts.length !== 1) throw new Error(`${subject} on ${name} was not counted:\n${stderr}`)
  return counts[0]
}

function count(only, kinds) {
  const results = {}
  for (const kind of kinds) {
    const subjects = SUBJECTS[kind].filter((subject) => subject.startsWith(only))
    if (subjects.length === 0) fail(`no subject of ${kind} begins with \`${only}\``)
    results[kind] = Object.fromEntries(subjects.map((subject) => [subject, Object.fromEntries(PACKAGES.map((name) => [name, instructions(kind, subject, name)]))]))
    console.log(`\n${kind}, million instructions, and how many times those of ${subjects[0]} (geometric mean over the packages)`)
    console.log(`  ${''.padEnd(34)}${PACKAGES.map((name) => name.slice(0, 12).padStart(14)).join('')}`)
    for (const [subject, counts] of Object.entries(results[kind])) {
      const ratios = PACKAGES.map((name) => counts[name] / results[kind][subjects[0]][name])
      const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
      console.log(`  ${subject.padEnd(34)}${PACKAGES.map((name) => (counts[name] / 1e6).toFixed(1).padStart(14)).join('')}  × ${mean.toFixed(2)}`)
    }
  }
  return results
}

install()
const only = option('only') ?? ''
const kinds = option('kind') ? [option('kind')] : Object.keys(SUBJECTS)
if (!kinds.every((kind) => kind in SUBJECTS)) fail(`\`--kind\` is one of ${Object.keys(SUBJECTS).join(', ')}`)
if (process.argv.includes('--instructions')) {
  const results = count(only, kinds)
  if (option('json')) writeFileSync(option('json'), `${JSON.stringify({ unit: 'instructions', results }, null, 2)}\n`)
} else {
  const rest = ['--runs', option('runs') ?? '9', '--only', only, '--peers', peers, ...(option('json') ? ['--json', option('json')] : []), ...(kinds.length === 1 ? kinds : [])]
  execFileSync(program, rest, { stdio: 'inherit' })
}
