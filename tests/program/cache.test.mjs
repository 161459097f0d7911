// `--cache http://…` with nginx and WebDAV as the server: machines that share work get the same bytes.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const folder = mkdtempSync(join(tmpdir(), 'wxc-nginx-'))
let server, address

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

before(async () => {
  const port = await freePort()
  address = `http://127.0.0.1:${port}/shared`
  mkdirSync(join(folder, 'store/shared'), { recursive: true })
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp-${name};`).join(' ')
  writeFileSync(join(folder, 'nginx.conf'), `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    ${process.getuid() === 0 ? 'user root;' : ''}
    events { worker_connections 64; }
    http {
      access_log ${folder}/access.log; ${places} client_max_body_size 1g;
      server { listen 127.0.0.1:${port}; location / { root ${folder}/store; dav_methods PUT; create_full_put_path on; } }
    }`)
  server = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })
  for (;;) {
    const answer = await fetch(address, { redirect: 'manual' }).catch(() => undefined)
    if (answer) break
    assert.equal(server.exitCode, null, 'nginx runs')
  }
  for (const name of ['one', 'two']) cpSync(join(root, 'fixtures/shop'), join(folder, name, 'shop'), { recursive: true })
})
after(async () => {
  server.kill()
  await once(server, 'exit')
  rmSync(folder, { recursive: true })
})

/** Builds on the machine `name`; gives all files. */
function build(name, ...args) {
  const run = spawnSync(wxc, ['build', 'shop', '-o', 'out', '--router', 'history', ...args], { cwd: join(folder, name), encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  assert.ok(!run.stderr.includes('warning: '), run.stderr)
  const out = join(folder, name, 'out')
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map((entry) => [join(entry.parentPath ?? entry.path, entry.name).slice(out.length), readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'latin1')]).sort())
}

const requests = (method) => readFileSync(join(folder, 'access.log'), 'utf8').split('\n').filter((line) => line.includes(`"${method} `))

test('what one machine built, another takes', () => {
  const alone = build('one')
  assert.deepEqual(build('one', '--cache', address), alone)
  const puts = requests('PUT')
  assert.equal(puts.length, 3)
  assert.ok(puts.every((line) => /"PUT \/shared\/(ac|cas)\/[0-9a-f]{64} HTTP\/1.1" 201/.test(line)), puts.join('\n'))

  assert.deepEqual(build('two', '--cache', address), alone)
  assert.equal(requests('PUT').length, 3, 'nothing was built again')
  assert.ok(requests('GET').some((line) => /"GET \/shared\/cas\/[0-9a-f]{64} HTTP\/1.1" 200/.test(line)))
})

test('a change on one machine is a change for all', () => {
  const page = (name) => join(folder, name, 'shop/app.js')
  const text = `${readFileSync(page('one'), 'utf8')}\nconsole.log('changed')\n`
  writeFileSync(page('one'), text)
  const changed = build('one', '--cache', address)
  writeFileSync(page('two'), text)
  const puts = requests('PUT').length
  assert.deepEqual(build('two', '--cache', address, '--cache-read-only'), changed)
  assert.equal(requests('PUT').length, puts)
  assert.deepEqual(build('two'), changed)
  assert.ok(existsSync(join(folder, 'store/shared/cas')))
})
