/** Small apps of components for tests: parts with a definition and a hand-written template, put together. */
import type { TestApp } from './app.ts'
import { startApp } from './app.ts'
import type { Shape } from './tree.ts'

export type Any = any

/** A component: its definition, the script of its update function, and the elements. */
export interface Part {
  shape?: Shape
  options?: Any
  info?: Any
  /** Fields of the template: nodes, comps, regions, update … */
  template?: ($: Any, t: (name: string) => Any) => Any
  /** More templates of the same unit: slot contents, branches. */
  inner?: Record<string, { shape: Shape; template?: ($: Any, t: (name: string) => Any) => Any }>
}

const holes = (shape: Shape): number => Math.max(-1, ...[...JSON.stringify(shape).matchAll(/"h":(\d+)/g)].map((m) => Number(m[1]))) + 1

/** An app whose page is the part `page` (by default of kind page) and whose components are the other parts. */
export function build(parts: Record<string, Part>, options: Any = {}): Promise<TestApp> {
  const shapes: Record<string, Shape> = {}
  for (const [name, part] of Object.entries(parts)) {
    shapes[name] = part.shape ?? []
    for (const [key, inner] of Object.entries(part.inner ?? {})) shapes[`${name}:${key}`] = inner.shape
  }
  return startApp(
    shapes,
    ($) => {
      const using = Object.fromEntries(Object.keys(parts).map((name) => [name, name]))
      for (const [name, part] of Object.entries(parts)) {
        const kind = name === 'index' ? 'page' : 'component'
        const made = typeof part.options === 'function' ? part.options : () => part.options
        $.module(`${name}.js`, () => ($.globals[part.info?.call ?? (kind === 'page' ? 'Page' : 'Component')] as Any)(made($.globals) ?? {}))
        $.unit(name, { kind, script: `${name}.js`, scope: 's-' + name, using, ...part.info }, ($: Any) => {
          const templates: Record<string, Any> = {}
          const t = (key: string): Any => templates[key]
          const make = (key: string, shape: Shape, template?: Part['template']): Any => {
            const spec = template?.($, t) ?? {}
            const count = holes(shape)
            return $.template({ key, size: count + 20, holes: count, nodes: [], update() {}, ...spec })
          }
          for (const [key, inner] of Object.entries(part.inner ?? {})) templates[key] = make(`${name}:${key}`, inner.shape, inner.template)
          return { main: make(name, part.shape ?? [], part.template) }
        })
      }
    },
    options,
  )
}

/** A template with one component per tag at its top; `props`: values from data, by place. */
export function uses(...places: { tag: string; props?: Record<string, string>; fixed?: Any; slots?: string[]; node?: Any; generics?: Any; model?: Any; ev?: Any }[]) {
  return {
    shape: places.map(({ tag }, n): Shape[number] => [tag, { n }]),
    template: ($: Any, t: (name: string) => Any) => ({
      nodes: places.map(({ tag, node, ev }, ci) => ({ p: -1, tag, ci, ...node, ...(ev && { ev }) })),
      comps: places.map(({ tag, fixed, slots, generics, model }, node) => ({
        node, tag, is: tag, props: fixed, generics, model, slots: slots?.map((key) => [key.includes(':') ? key.split(':')[1] : '', t(key.split(':')[0]!)]),
      })),
      update(b: Any, d: Any) {
        places.forEach(({ props }, ci) => {
          const c = $.child(b, ci)
          Object.entries(props ?? {}).forEach(([name, field], i) => {
            const at = ci * 5 + i
            const x = d[field]
            if (b.v[at] !== x) $.prop(c, name, (b.v[at] = x))
          })
          $.commit(b, d, ci)
        })
      },
    }),
  }
}

/** Lifetimes that write their name and the component's into `log`. */
export function logged(name: string, log: string[], names = ['created', 'attached', 'ready', 'detached']): Any {
  return { lifetimes: Object.fromEntries(names.map((hook) => [hook, () => void log.push(`${name}.${hook}`)])) }
}

/** A component that is its slot. */
export const slotOnly: Part = { shape: [{ r: 0 }], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, null) }) }
