/** `selectComponent` and `selectAllComponents`: `#id`, `.a.b`, tag, descendant, `>`, `>>>` and lists of these. */
import { text } from '../render/values.ts'
import type { Child } from '../render/child.ts'
import type { Instance } from './instance.ts'
import type { Element } from './tree.ts'
import { eachChild, hostOf, parentOf } from './tree.ts'

/** One compound selector and how it relates to the one before it. */
interface Step {
  combinator: ' ' | '>' | '>>>'
  tag: string
  id: string
  classes: string[]
}

function parseSelector(selector: string): Step[] {
  const steps: Step[] = []
  let combinator: Step['combinator'] = ' '
  for (const part of selector.match(/>>>|>|[^\s>]+/g) ?? []) {
    if (part === '>' || part === '>>>') {
      combinator = part
      continue
    }
    const step: Step = { combinator, tag: '', id: '', classes: [] }
    for (const name of part.match(/[.#]?(?:\\.|[^.#\\])+/g) ?? []) {
      const plain = name.replace(/\\(.)/g, '$1')
      if (name[0] === '.') step.classes.push(plain.slice(1))
      else if (name[0] === '#') step.id = plain.slice(1)
      else step.tag = plain
    }
    steps.push(step)
    combinator = ' '
  }
  return steps
}

function isElement(step: Step, { block, node }: Element): boolean {
  const info = block.t.nodes[node]!
  if (step.tag && step.tag !== '*' && step.tag !== info.tag) return false
  if (step.id && step.id !== text(info.ih === undefined ? info.id : block.v[info.ih])) return false
  if (!step.classes.length) return true
  const classes = text(info.ch === undefined ? info.c : block.v[info.ch]).split(/\s+/)
  return step.classes.every((name) => classes.includes(name))
}

/** True when `at` is the element of step `i`, with the steps before it around it. */
function isMatch(steps: readonly Step[], i: number, at: Element, root: Instance): boolean {
  const step = steps[i]!
  if (!isElement(step, at)) return false
  if (i === 0) return true
  const { combinator } = step
  const across = combinator === '>>>'
  let here: Element | null = at
  while ((here = outwards(here, across, root))) {
    if (isMatch(steps, i - 1, here, root)) return true
    if (combinator === '>') return false
  }
  return false
}

/** The parent in the owner's tree; `across`: at its top the host, up to the instance that was asked. */
function outwards(at: Element, across: boolean, root: Instance): Element | null {
  const { o } = at.block
  return parentOf(at, false) ?? (across && o !== root && o.child ? hostOf(o.child) : null)
}

/** Instances whose hosts match, in document order. */
export function selectInstances(root: Instance, selector: unknown, all: boolean): Instance[] {
  const found: Instance[] = []
  const choices = String(selector).split(',').map((choice) => parseSelector(choice.trim()))
  const deep = choices.some((steps) => steps.some((step) => step.combinator === '>>>'))
  const visit = (child: Child): void => {
    if (found.length && !all) return
    const host = hostOf(child)
    if (choices.some((steps) => steps.length > 0 && (host.block.o === root || steps.some((s) => s.combinator === '>>>')) && isMatch(steps, steps.length - 1, host, root))) {
      found.push(child.instance!)
    }
  }
  if (root.root) eachChild(root.root, deep ? null : root, visit)
  return found
}

/** What user code gets of an instance: itself, or what its `export` returns, unless that is nothing. */
export function exported(instance: Instance): unknown {
  const given: unknown = instance.def.exporter && instance.run(instance.def.exporter)
  return given === undefined ? instance.user : given
}
