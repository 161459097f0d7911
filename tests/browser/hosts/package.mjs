/** The bundlers of fixtures/hosts, with the package `wxc` among their packages as npm would put it there. */
import { cpSync, existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../start.mjs'

export const HOSTS = join(root, 'fixtures/hosts')

process.env.WXC_NATIVE ??= ['release', 'debug'].map((profile) => join(root, 'target', profile, 'libwxc_node.so')).find(existsSync)
// What it depends on is installed already.
rmSync(join(HOSTS, 'node_modules/wxc'), { recursive: true, force: true })
for (const part of ['lib', 'plugins', 'package.json']) cpSync(join(root, 'compiler/node', part), join(HOSTS, 'node_modules/wxc', part), { recursive: true })

/** A package of the bundlers. */
export const load = (name) => import(pathToFileURL(createRequire(join(HOSTS, 'package.json')).resolve(name)))
