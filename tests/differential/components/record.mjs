/** What user code of a case writes down while an engine runs it: who, which moment, with what, and the data it saw. */

/** A recorder for one run: `bind` gives what the case's scripts see besides `Component` and `Behavior`. */
export class Recorder {
  lines = []
  /** Instances by name, in the order of creation; `null` once detached. */
  instances = new Map()
  #names = new Map()
  #counts = new Map()

  /** `a#0`: the component's name and its place among the instances of that component. The first moment that is noted is `created`. */
  nameOf(instance) {
    const known = this.#names.get(instance)
    if (known) return known
    const name = instance.is.split('/').at(-1)
    const all = this.instances.get(name) ?? []
    this.instances.set(name, all)
    const id = `${name}#${all.push(instance) - 1}`
    this.#names.set(instance, id)
    return id
  }

  /** It is a component of the case; exparser has elements that are components too. */
  knows(instance) {
    return this.#names.has(instance)
  }

  /** The instance is gone: no step is done on it any more. */
  leave(instance) {
    const all = this.instances.get(instance.is.split('/').at(-1))
    all[all.indexOf(instance)] = null
  }

  note(instance, what, args = []) {
    const name = this.nameOf(instance)
    this.lines.push(`${name} ${what}(${Array.from(args, (arg) => this.show(arg)).join(', ')}) ${this.show(instance.data)}`)
  }

  /** True the first `limit` times it is asked this: what keeps observers that set data from going on for ever. */
  may(instance, key, limit) {
    const full = `${this.nameOf(instance)} ${key}`
    const count = (this.#counts.get(full) ?? 0) + 1
    this.#counts.set(full, count)
    return count <= limit
  }

  show(value) {
    if (this.#names.has(value)) return `<${this.#names.get(value)}>`
    switch (typeof value) {
      case 'undefined':
        return 'undefined'
      case 'function':
        return 'function'
      case 'object':
        if (value === null) return 'null'
        if (Array.isArray(value)) return `[${Array.from(value, (item) => this.show(item)).join(',')}]`
        return `{${Object.keys(value).sort().map((key) => `${key}:${this.show(value[key])}`).join(',')}}`
      case 'string':
        return JSON.stringify(value)
    }
    return String(value)
  }
}

/** Runs the script of a unit. */
export function runScript(text, { Component, Behavior, recorder, shared }) {
  new Function('Component', 'Behavior', 'R', 'shared', text)(Component, Behavior, recorder, shared)
}

/** What is shown below a DOM node: `<tag>…</tag>` of elements and text, without wrappers that show nothing. */
export function treeOf(node) {
  let out = ''
  for (const child of node.childNodes) {
    if (child.nodeType === 3) out += child.textContent.trim()
    if (child.nodeType !== 1) continue
    const tag = child.localName.replace(/^wx-/, '')
    const inner = treeOf(child)
    out += tag === 'virtual' || child.classList.contains('wx-virtual') ? inner : `<${tag}>${inner}</${tag}>`
  }
  return out
}

/** Does one step of a case. `resize` triggers that page lifetime in all components of the page. */
export function doStep(step, recorder, resize) {
  const [what, name, index, ...rest] = step
  const all = (recorder.instances.get(name) ?? []).filter((instance) => instance !== null)
  if (!all.length) return
  const instance = all[index % all.length]
  recorder.lines.push(`--- ${JSON.stringify(step)}`)
  try {
    if (what === 'set') instance.setData(structuredClone(rest[0]))
    else if (what === 'call') instance[rest[0]](...rest.slice(1))
    else if (what === 'trigger') instance.triggerEvent(...rest)
    else if (what === 'resize') resize(rest[0])
    else if (what === 'select') recorder.lines.push(recorder.show(instance.selectAllComponents(rest[0]).filter((found) => recorder.knows(found))))
    else if (what === 'owner') recorder.lines.push(recorder.show(instance.selectOwnerComponent?.()))
    else if (what === 'related') recorder.lines.push(recorder.show(instance.getRelationNodes(rest[0]) ?? []))
  } catch (error) {
    recorder.lines.push(`throws ${error.message}`)
  }
}
