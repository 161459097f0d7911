/** The page every peer gets: the scenario's style sheet, a scroller like that of a mini program's page, and one script. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundles `entry` with esbuild plugins and defines of a framework. */
export async function bundle(scenario, out, entry, options = {}) {
  mkdirSync(out, { recursive: true })
  const style = readFileSync(join(scenario, 'project/app.wxss'), 'utf8')
  await build({
    stdin: { contents: entry, resolveDir: scenario, sourcefile: 'entry.js' },
    bundle: true, minify: true, format: 'iife', target: 'es2022', outfile: join(out, 'main.js'), logLevel: 'error', nodePaths: [join(import.meta.dirname, '../../node_modules')],
    ...options,
    loader: { '.wxs': 'js' },
    define: { 'process.env.NODE_ENV': '"production"', ...options.define },
  })
  writeFileSync(
    join(out, 'index.html'),
    `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>peer</title><style>
body { margin: 0; font: 16px sans-serif; }
#scroll { position: absolute; inset: 0; overflow: auto; }
${style}</style></head><body><div id="scroll"></div><script src="main.js"></script></body></html>`,
  )
}

/** An esbuild plugin that compiles files of one kind. */
export const compiling = (filter, compile) => ({
  name: String(filter),
  setup: (esbuild) => esbuild.onLoad({ filter }, async ({ path }) => ({ contents: await compile(readFileSync(path, 'utf8'), path), loader: 'js' })),
})
