/** On the page: mounts what `import card from './card.wxml?wxc'` gives. */

/** `base`: address of the folder its files are in. `live`: changes are told there. */
export function part({ base, component, live }) {
  const mounted = new Set()
  if (live) listen(base, mounted)
  return {
    /** Resolves when it is there: `{ element, update(properties), unmount() }`. */
    async mount(container, { properties = {}, on = {}, ...options } = {}) {
      const { mount } = await import(/* @vite-ignore */ /* webpackIgnore: true */ `${base}wx-app.js`)
      const known = { ...properties }
      const element = await mount(container, {
        ...options,
        src: `${base}manifest.json`,
        onmessage: (data) => (component ? on[data.event]?.(data.detail) : options.onmessage?.(data)),
      })
      const give = (values) => component && element.postMessage({ properties: values })
      give(known)
      const handle = {
        element,
        update(values) {
          Object.assign(known, values)
          give(values)
        },
        unmount() {
          mounted.delete(again)
          element.unmount()
        },
      }
      const again = { element, start: () => (element.restart(), give(known)) }
      mounted.add(again)
      return handle
    },
  }
}

/** Exchanges style sheets in place; what else changed starts anew, with the properties it had. */
function listen(base, mounted) {
  let build
  new EventSource(`${base}__wxc/events`).onmessage = ({ data }) => {
    const event = JSON.parse(data)
    if (event.type === 'diagnostics') return
    if (event.type === 'css') for (const { element } of mounted) exchange(element.shadowRoot, base, event.files)
    else if (event.type !== 'hello' || (build !== undefined && build !== event.build)) for (const { start } of mounted) start()
    build = event.build
  }
}

function exchange(root, base, files) {
  for (const old of root?.querySelectorAll('link[rel=stylesheet]') ?? []) {
    if (!files.some((file) => old.href.split('?')[0] === base + file)) continue
    const fresh = old.cloneNode()
    fresh.href = `${old.href.split('?')[0]}?${Date.now()}`
    fresh.onload = fresh.onerror = () => old.remove()
    old.after(fresh)
  }
}
