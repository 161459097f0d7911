/** The plugin for webpack, Rspack and Rollup: `wxc.webpack({ dir: 'miniprogram' })`. */
import { fileURLToPath } from 'node:url'
import { createUnplugin } from 'unplugin'
import { App, EVENTS, withHead, words } from './app.mjs'
import { compilerOptions } from './options.mjs'
import vite from './vite.mjs'

/** An empty module: what the development server's own client comes to pages in. */
const CLIENT = fileURLToPath(new URL('./empty.mjs', import.meta.url))
const CLIENT_NAME = 'wxc-host'

const plugin = createUnplugin(({ base = '', ...given } = {}) => {
  const place = base.replace(/^\/+|\/+$/g, '')
  const folder = place && `${place}/`
  let app
  const edited = new Set()

  return {
    name: 'wxc',
    rollup: {
      async buildStart() {
        app ??= new App(compilerOptions(given, process.cwd(), { mode: 'release', prerender: true, sourceMaps: false }))
        await app.update(edited)
        edited.clear()
        for (const file of [...app.files, ...app.missing]) this.addWatchFile(file)
        for (const warning of app.warnings) this.warn({ message: warning.message, id: warning.id, loc: warning.loc, frame: warning.frame })
        const [first, ...others] = app.errors
        for (const other of others) this.warn({ message: other.message, id: other.id, loc: other.loc, frame: other.frame })
        if (first) this.error({ message: first.message, id: first.id, loc: first.loc, frame: first.frame })
      },
      watchChange(id) {
        edited.add(id)
      },
      async generateBundle() {
        for (const output of app.result.outputs.values()) this.emitFile({ type: 'asset', fileName: folder + output.path, source: await output.read() })
      },
      closeWatcher() {
        app?.close()
      },
    },
    webpack: (compiler) => compile(compiler, given, folder),
    rspack: (compiler) => compile(compiler, given, folder),
  }
})

/** What webpack and Rspack have in common. */
function compile(compiler, given, folder) {
  const { webpack } = compiler
  const { options } = compiler
  const development = options.mode === 'development'
  const serving = development && options.devServer !== undefined && options.devServer !== false
  const app = new App(
    compilerOptions(given, options.context ?? process.cwd(), development ? { mode: 'dev', devClient: serving } : { mode: 'release', prerender: true, sourceMaps: Boolean(options.devtool) }),
    `/${folder}`,
  )
  if (serving) serve(compiler, app)
  let failure

  compiler.hooks.beforeCompile.tapPromise('wxc', async () => {
    try {
      failure = undefined
      await app.update([...(compiler.modifiedFiles ?? []), ...(compiler.removedFiles ?? [])].filter((file) => app.owns(file)))
    } catch (error) {
      failure = error
    }
  })

  compiler.hooks.thisCompilation.tap('wxc', (compilation) => {
    compilation.hooks.processAssets.tapPromise({ name: 'wxc', stage: webpack.Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL }, async () => {
      for (const file of app.files) compilation.fileDependencies.add(file)
      for (const file of app.missing) compilation.missingDependencies.add(file)
      if (failure) return void compilation.errors.push(failure)
      const said = (diagnostic) => {
        const error = new webpack.WebpackError(words(diagnostic))
        error.name = 'wxc'
        error.file = diagnostic.file
        error.loc = { start: { line: diagnostic.loc.line, column: diagnostic.loc.column - 1 } }
        error.hideStack = true
        error.stack = ''
        return error
      }
      compilation.errors.push(...app.errors.map(said))
      compilation.warnings.push(...app.warnings.map(said))
      const files = [...(compilation.namedChunks.get(CLIENT_NAME)?.files ?? [])].filter((file) => /(?<!\.hot-update)\.js$/.test(file))
      const clients = files.map((file) => `<script defer src="/${file}"></script>`).join('')
      for (const output of app.result.outputs.values()) {
        const contents = await output.read()
        const isDocument = serving && output.path.endsWith('.html') && output.contents && String(contents.subarray(0, 15)) === '<!doctype html>'
        const source = isDocument ? withHead(String(contents), EVENTS + clients) : contents
        compilation.emitAsset(folder + output.path, new webpack.sources.RawSource(source), { minimized: true })
      }
    })
  })
  // The server answers with the new files when everybody else has heard that they are done.
  compiler.hooks.done.tap('wxc', () => setImmediate(() => app.tell()))
  compiler.hooks.shutdown?.tap('wxc', () => app.close())
}

/** Pages get the host's client, and the host's server what pages ask `wxc dev` for. */
function serve(compiler, app) {
  const { options } = compiler
  new compiler.webpack.EntryPlugin(options.context, CLIENT, { name: CLIENT_NAME }).apply(compiler)
  const own = options.devServer.setupMiddlewares
  options.devServer.setupMiddlewares = (middlewares, server) => {
    const all = own ? own(middlewares, server) : middlewares
    const middleware = (request, response, next) => (/\/__wxc\/|\/mock\//.test(request.url) ? app.serve(request, response, next).catch(next) : next())
    return [{ name: 'wxc', middleware }, ...all]
  }
  // Changes are exchanged by the app's own client; without it the host would load the page again for each.
  options.devServer.liveReload ??= false
  options.devServer.headers ??= { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless', 'cross-origin-resource-policy': 'same-origin' }
}

export const webpack = plugin.webpack
export const rspack = plugin.rspack
export const rollup = plugin.rollup
export { vite }
export default { webpack, rspack, rollup, vite }
