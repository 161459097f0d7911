/** `rich-text`: HTML or a node array as a tree of allowed elements, built node by node; nothing of the source is ever parsed into the page. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makeContent, mirror, partClass } from './parts.ts'

/** Allowed tags and their attributes besides `class` and `style`. */
const RICH_TAGS: Record<string, string> = Object.fromEntries(
  ('a abbr address article aside b bdi bdo:dir big blockquote br caption center cite code col:span,width colgroup:span,width dd del div dl dt em fieldset font footer ' +
    'h1 h2 h3 h4 h5 h6 header hr i img:alt,src,height,width ins label legend li mark nav ol:start,type p pre q rt ruby s section small span strong sub sup ' +
    'table:width tbody td:colspan,height,rowspan,width tfoot th:colspan,height,rowspan,width thead tr:colspan,height,rowspan,width tt u ul').split(' ').map((entry) => entry.split(':') as [string, string?]).map(([tag, attributes]) => [tag, attributes ?? '']),
)

const RICH_SPACES: Record<string, string> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }

/** A node of the array form. */
interface RichNode { type?: string; name?: string; attrs?: Record<string, unknown>; children?: unknown; text?: string }

class WxRichText extends WxElement {
  static override props = { nodes: { type: 'any' }, space: { type: 'string' }, userSelect: { type: 'boolean' } } as const

  override changed(name: string, value: unknown): void {
    if (name === 'userSelect') mirror(this, 'user-select', value)
    else this.draw()
  }

  private draw(): void {
    const nodes = this.get('nodes')
    // A document without a browsing context: scripts in it never run, images in it never load.
    const tree = Array.isArray(nodes) ? this.fromArray(nodes) : this.fromDom(new DOMParser().parseFromString(String(nodes ?? ''), 'text/html').body.childNodes)
    this.replaceChildren(tree)
  }

  private fromArray(nodes: unknown[]): DocumentFragment {
    const out = document.createDocumentFragment()
    for (const node of nodes as (RichNode | null)[]) {
      if (!node || typeof node !== 'object') continue
      if (node.type === 'text') out.append(this.text(decodeEntities(String(node.text ?? ''))))
      else {
        const attrs = node.attrs ?? {}
        const element = this.element(String(node.name ?? '').toLowerCase(), (name) => attrs[name])
        if (!element) continue
        if (Array.isArray(node.children)) element.append(this.fromArray(node.children as unknown[]))
        out.append(element)
      }
    }
    return out
  }

  private fromDom(nodes: Iterable<Node>): DocumentFragment {
    const out = document.createDocumentFragment()
    for (const node of nodes) {
      if (node.nodeType === 3) out.append(this.text((node as Text).data))
      else if (node.nodeType === 1) {
        const source = node as Element
        const element = this.element(source.localName, (name) => source.getAttribute(name))
        if (!element) continue
        element.append(this.fromDom(source.childNodes))
        out.append(element)
      }
    }
    return out
  }

  private text(text: string): string {
    const space = RICH_SPACES[this.str('space')]
    return space ? text.replace(/ /g, space) : text
  }

  /** An allowed element with its allowed attributes; null: it goes with everything in it. */
  private element(tag: string, attribute: (name: string) => unknown): HTMLElement | null {
    if (!Object.hasOwn(RICH_TAGS, tag)) return null
    const element = makeContent(this, tag)
    for (const name of ['class', 'style', ...RICH_TAGS[tag]!.split(',')]) {
      const value = name ? attribute(name) : undefined
      if (value == null || typeof value === 'object') continue
      const text = String(value)
      if (name === 'class') partClass(this, element, text)
      else if (name === 'style') element.style.cssText = text
      else if (name !== 'src') element.setAttribute(name, text)
      else if (/^(https?:|\/|data:image\/|wxfile:|[^:]*$)/i.test(text)) element.setAttribute('src', assetUrl(text))
    }
    return element
  }
}

/** Character references of text nodes. */
function decodeEntities(text: string): string {
  return /&/.test(text) ? (new DOMParser().parseFromString(text.replace(/</g, '&lt;'), 'text/html').body.textContent ?? '') : text
}

export function defineRichText(): void {
  defineElement('rich-text', WxRichText)
}
