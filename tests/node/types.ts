/** Compiled, not run: what the package's types allow and what they refuse. */
import { build, check, compileStyle, compileTemplate, createCompiler, createWatcher, format, WxcError, type BuildOptions, type Diagnostic } from 'wxc'

const options: BuildOptions = { dir: new URL('file:///app'), mode: 'release', rpx: 'px=375', threads: 1, router: 'history', maxWidth: 0, jobs: 2 }

export async function use(signal: AbortSignal): Promise<string[]> {
  const result = await build({ ...options, signal })
  const words: string[] = result.diagnostics.map((diagnostic: Diagnostic) => `${diagnostic.path}:${diagnostic.range.start.line} ${diagnostic.hint ?? ''}${diagnostic.frame}`)
  for (const [path, output] of result.outputs) words.push(path, String(await output.read()), output.from ?? '')
  const watcher = await createWatcher(options)
  watcher.on('build', ({ changed, update }) => words.push(...changed, update))
  watcher.on('error', (error) => words.push(error.code, error instanceof WxcError ? 'ours' : ''))
  await watcher.close()
  const compiler = await createCompiler(options)
  await compiler.update(new Set(['a.wxml']))
  compiler.close()
  const { ok, pages } = await check({ dir: '.' })
  const { css, map } = await compileStyle('.a{}', { rpx: 'vw' })
  const { code, html } = await compileTemplate('<view/>', { usingComponents: ['card'] })
  return [...words, String(ok), String(pages), css, code, html, map?.mappings ?? '', (await format('')).text]
}

// @ts-expect-error a misspelt option
void build({ dirr: '.' })
// @ts-expect-error a misspelt value
void build({ mode: 'relase' })
