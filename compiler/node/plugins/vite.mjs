/** The plugin for Vite: `wxc({ dir: 'miniprogram' })` makes a mini program the app. */
import { App, EVENTS, words } from './app.mjs'
import { compilerOptions } from './options.mjs'

const ENTRY = 'virtual:wxc-app'

export default function wxc(options = {}) {
  const { base: place, ...given } = options
  let app
  let config
  let serving = false
  const edited = new Set()

  return {
    name: 'wxc',
    enforce: 'pre',

    config(user, { command }) {
      serving = command === 'serve'
      // Vite asks for something to bundle; the app is none of it.
      if (command === 'build' && !user.build?.rollupOptions?.input && !user.build?.rolldownOptions?.input) return { build: { rollupOptions: { input: ENTRY } } }
      return undefined
    },

    configResolved(resolved) {
      config = resolved
      const sourceMaps = Boolean(config.build.sourcemap)
      app = new App(compilerOptions(given, config.root, serving ? { mode: 'dev', devClient: true } : { mode: config.mode === 'development' ? 'dev' : 'release', prerender: true, sourceMaps }), at(serving ? config.base : '/', place))
    },

    resolveId(id) {
      return id === ENTRY ? `\0${ENTRY}` : undefined
    },

    load(id) {
      return id === `\0${ENTRY}` ? 'export {}' : undefined
    },

    async buildStart() {
      if (serving) return
      await app.update(edited)
      edited.clear()
      for (const file of [...app.files, ...app.missing]) this.addWatchFile(file)
      for (const warning of app.warnings) this.warn({ message: words(warning), id: warning.id })
      const [first, ...others] = app.errors
      if (!first) return
      for (const other of others) config.logger.error(words(other))
      this.error({ message: first.message, id: first.id, loc: first.loc, frame: first.frame, plugin: 'wxc' })
    },

    watchChange(id) {
      edited.add(id)
    },

    async generateBundle(_, bundle) {
      for (const [name, part] of Object.entries(bundle)) if (part.type === 'chunk' && part.facadeModuleId === `\0${ENTRY}`) delete bundle[name]
      for (const output of app.result.outputs.values()) this.emitFile({ type: 'asset', fileName: app.base.slice(1) + output.path, source: await output.read() })
    },

    closeBundle() {
      if (!config.build.watch) app.close()
    },

    async configureServer(server) {
      const show = () => {
        const [first] = app.errors
        if (first) server.ws.send({ type: 'error', err: { message: first.message, stack: '', id: first.id, loc: first.loc, frame: first.frame, plugin: 'wxc' } })
        else server.ws.send({ type: 'update', updates: [] })
      }
      const log = () => {
        for (const error of app.errors) config.logger.error(words(error), { timestamp: true })
        for (const warning of app.warnings) config.logger.warnOnce(words(warning))
      }
      // The first update of a page that has an overlay makes it load again: an empty one goes ahead.
      server.ws.on('connection', () => {
        server.ws.send({ type: 'update', updates: [] })
        if (app.errors.length) show()
      })
      let batch = new Set()
      const rebuild = async () => {
        const paths = batch
        batch = new Set()
        try {
          const before = app.result
          await app.update(paths)
          app.tell()
          if (app.result === before || !app.result.edited.length) return
          show()
          log()
        } catch (error) {
          config.logger.error(error.message)
          server.ws.send({ type: 'error', err: { message: error.message, stack: error.stack ?? '', plugin: 'wxc' } })
        }
      }
      server.watcher.add(app.dir)
      server.watcher.on('all', (event, file) => {
        if (event === 'addDir' || event === 'unlinkDir' || !app.owns(file)) return
        if (!batch.size) setTimeout(rebuild, 10)
        batch.add(file)
      })
      server.httpServer?.once('close', () => app.close())
      await app.update()
      log()
      const head = `${EVENTS}<script type="module" src="${config.base}@vite/client"></script>`
      server.middlewares.use((request, response, next) => {
        app.serve(request, response, next, head).catch(next)
      })
    },
  }
}

/** The app's place in the site: `/`, `/shop/`. */
function at(base, place = '') {
  const inside = place.replace(/^\/+|\/+$/g, '')
  return base + (inside && `${inside}/`)
}
