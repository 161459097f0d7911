/**
 * `text` with `space` or `decode`: what its text nodes show is made of what they are given. There is a `text` in nearly every row of every list, so it is no
 * custom element; templates that have such a one get holes of their own kinds instead.
 */
import { ATTR, TEXT, type Hole } from '../../protocol/ops.ts'
import { HAS_SHOWN_TEXTS } from '../../protocol/parts.ts'
import { setAttribute } from '../apply/attributes.ts'
import { view } from '../view.ts'

/** Kinds of holes: the text of such an element; its attribute `space` or `decode`. */
const SHOWN_TEXT = 100
const TEXT_MODE = 101

const SPACES: Record<string, string> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }
const ENTITIES: Record<string, string> = { nbsp: '\u00a0', lt: '<', gt: '>', amp: '&', apos: "'", quot: '"', ensp: '\u2002', emsp: '\u2003' }

/** A text node that knows what it was given. */
interface SourceText extends Text { $t?: string }

function shownText(host: Element, source: string): string {
  const space = SPACES[host.getAttribute('space') ?? '']
  const text = space ? source.replace(/ /g, space) : source
  return host.hasAttribute('decode') ? text.replace(/&(nbsp|lt|gt|amp|apos|quot|ensp|emsp);/g, (_, name: string) => ENTITIES[name]!) : text
}

function adaptTexts(holes: readonly Hole[], content: DocumentFragment, nodeAt: (node: number) => Node): readonly Hole[] {
  const concerned = new Set<Node>(content.querySelectorAll('wx-text[decode], wx-text[space]'))
  const fixed = [...concerned]
  const isMode = ([kind, node, name]: Hole): boolean => kind === ATTR && (name === 'decode' || name === 'space') && (nodeAt(node) as Element).localName === 'wx-text'
  for (const hole of holes) if (isMode(hole)) concerned.add(nodeAt(hole[1]))
  if (!concerned.size) return holes
  const texts = new Set(holes.filter(([kind]) => kind === TEXT).map(([, node]) => nodeAt(node)))
  for (const host of fixed) for (const node of host.childNodes) if (node.nodeType === 3 && !texts.has(node)) (node as Text).data = shownText(host as Element, (node as Text).data)
  return holes.map((hole): Hole => (isMode(hole) ? [TEXT_MODE, hole[1], hole[2]] : hole[0] === TEXT && concerned.has(nodeAt(hole[1]).parentNode!) ? [SHOWN_TEXT, hole[1]] : hole))
}

function setShownText([kind, , name]: Hole, node: Node, value: unknown): void {
  if (kind === SHOWN_TEXT) {
    const text = node as SourceText
    text.$t = value as string
    text.data = shownText(text.parentElement!, text.$t)
  } else if (kind === TEXT_MODE) {
    const host = node as Element
    setAttribute(host, name!, value)
    for (const child of host.childNodes) if (child.nodeType === 3) (child as Text).data = shownText(host, ((child as SourceText).$t ??= (child as Text).data))
  }
}

export function defineText(): void {
  if (HAS_SHOWN_TEXTS) {
    view.hooks.adapt = adaptTexts
    view.hooks.own = setShownText
  }
}
