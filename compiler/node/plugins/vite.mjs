/**
 * The plugin for Vite: `wxc({ dir: 'miniprogram' })` makes a mini program the app; `wxc()` alone lets pages of the site import pages and components of one
 * (`import card from './card.wxml?wxc'`).
 */
import { App, EVENTS, words } from './app.mjs'
import { compilerOptions } from './options.mjs'
import { isPart, part } from './part.mjs'

const ENTRY = 'virtual:wxc-app'

export default function wxc(options = {}) {
  const { base: place, ...given } = options
  let config
  let serving = false
  const edited = new Set()
  /** The app, if there is one, and by their file the pages and components that were imported. */
  const apps = new Map()
  const all = () => [...apps.values()]
  const of = (severity) => all().flatMap((app) => app[severity])
  /** In development: shows what all of them have to say. */
  let report = () => {}

  return {
    name: 'wxc',
    enforce: 'pre',

    config(user, { command }) {
      serving = command === 'serve'
      // Vite asks for something to bundle; the app is none of it.
      if (command === 'build' && given.dir !== undefined && !user.build?.rollupOptions?.input && !user.build?.rolldownOptions?.input) return { build: { rollupOptions: { input: ENTRY } } }
      return undefined
    },

    configResolved(resolved) {
      config = resolved
      if (given.dir === undefined) return
      const hosts = serving ? { mode: 'dev', devClient: true } : { ...forBuild(config), prerender: true }
      apps.set(ENTRY, new App(compilerOptions(given, config.root, hosts), at(serving ? config.base : '/', place)))
    },

    resolveId(id) {
      return id === ENTRY ? `\0${ENTRY}` : undefined
    },

    async load(id) {
      if (id === `\0${ENTRY}`) return 'export {}'
      if (!isPart(id)) return undefined
      const file = id.slice(0, -'?wxc'.length)
      const hosts = serving ? { mode: 'dev' } : forBuild(config)
      const { dir: _, ...rest } = given
      const { app, code } = await part(file, rest, { site: 'import.meta.env.BASE_URL', base: serving ? config.base : '/', hosts })
      if (!apps.has(file)) apps.set(file, app)
      await apps.get(file).update(serving ? [] : edited)
      if (serving) report()
      else say(this, config, [apps.get(file)])
      return code
    },

    async buildStart() {
      const app = apps.get(ENTRY)
      if (serving || !app) return
      await app.update(edited)
      edited.clear()
      say(this, config, [app])
    },

    watchChange(id) {
      edited.add(id)
    },

    async generateBundle(_, bundle) {
      for (const [name, part] of Object.entries(bundle)) if (part.type === 'chunk' && part.facadeModuleId === `\0${ENTRY}`) delete bundle[name]
      for (const app of all())
        for (const output of app.result.outputs.values()) this.emitFile({ type: 'asset', fileName: app.base.slice(1) + output.path, source: await output.read() })
    },

    closeBundle() {
      if (!config.build.watch) for (const app of all()) app.close()
    },

    /** Files of mini programs are told to pages by their own clients; Vite would load the page again. */
    handleHotUpdate({ file, modules }) {
      return all().some((app) => app.owns(file)) ? [] : modules
    },

    async configureServer(server) {
      const show = () => {
        const [first] = of('errors')
        if (first) server.ws.send({ type: 'error', err: { message: first.message, stack: '', id: first.id, loc: first.loc, frame: first.frame, plugin: 'wxc' } })
        else server.ws.send({ type: 'update', updates: [] })
      }
      const log = () => {
        for (const error of of('errors')) config.logger.error(words(error), { timestamp: true })
        for (const warning of of('warnings')) config.logger.warnOnce(words(warning))
      }
      // The first update of a page that has an overlay makes it load again: an empty one goes ahead.
      server.ws.on('connection', () => {
        server.ws.send({ type: 'update', updates: [] })
        if (of('errors').length) show()
      })
      report = () => {
        show()
        log()
        for (const app of all()) server.watcher.add(app.dir)
      }
      let batch = new Set()
      const rebuild = async () => {
        const paths = batch
        batch = new Set()
        try {
          const changed = await Promise.all(
            all().map(async (app) => {
              const mine = [...paths].filter((path) => app.owns(path))
              if (!mine.length) return false
              const { edited } = await app.update(mine)
              if (edited.length) app.tell()
              return edited.length > 0
            }),
          )
          if (changed.some(Boolean)) report()
        } catch (error) {
          config.logger.error(error.message)
          server.ws.send({ type: 'error', err: { message: error.message, stack: error.stack ?? '', plugin: 'wxc' } })
        }
      }
      const look = (file) => {
        if (!batch.size) setTimeout(rebuild, 10)
        batch.add(file)
      }
      server.watcher.on('all', (event, file) => {
        if (event === 'addDir' || event === 'unlinkDir' || !all().some((app) => app.owns(file))) return
        look(file)
        // The watcher leaves out a change that follows another one of the same file within 50 ms (a formatter behind a save): looked at again, it is seen.
        setTimeout(look, 60, file)
      })
      server.httpServer?.once('close', () => all().forEach((app) => app.close()))
      await apps.get(ENTRY)?.update()
      report()
      const head = `${EVENTS}<script type="module" src="${config.base}@vite/client"></script>`
      server.middlewares.use((request, response, next) => {
        // Imported ones first: their folders lie inside the site.
        const [app, ...parts] = apps.has(ENTRY) ? all() : [undefined, ...all()]
        const asked = parts.find((part) => request.url.startsWith(part.base)) ?? app
        if (asked) asked.serve(request, response, next, head).catch(next)
        else next()
      })
    },
  }
}

function forBuild({ mode, build }) {
  return { mode: mode === 'development' ? 'dev' : 'release', sourceMaps: Boolean(build.sourcemap) }
}

/** Warnings as the bundler's; an error ends the build. */
function say(context, { logger }, apps) {
  for (const app of apps) for (const file of [...app.files, ...app.missing]) context.addWatchFile(file)
  for (const warning of apps.flatMap((app) => app.warnings)) context.warn({ message: words(warning), id: warning.id })
  const [first, ...others] = apps.flatMap((app) => app.errors)
  if (!first) return
  for (const other of others) logger.error(words(other))
  context.error({ message: first.message, id: first.id, loc: first.loc, frame: first.frame, plugin: 'wxc' })
}

/** The app's place in the site: `/`, `/shop/`. */
function at(base, place = '') {
  const inside = place.replace(/^\/+|\/+$/g, '')
  return base + (inside && `${inside}/`)
}
