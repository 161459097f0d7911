/** `text`: rewrites its own text nodes for `space` and `decode`; everything else is text.css. */
import { defineElement, WxElement } from './element.ts'
import { mirror } from './parts.ts'

const SPACES: Record<string, string> = { ensp: '\u2002', emsp: '\u2003', nbsp: '\u00a0' }
const ENTITIES: Record<string, string> = { nbsp: '\u00a0', lt: '<', gt: '>', amp: '&', apos: "'", quot: '"', ensp: '\u2002', emsp: '\u2003' }

class WxText extends WxElement {
  static override props = {
    space: { type: 'string' },
    decode: { type: 'boolean' },
    userSelect: { type: 'boolean' },
    selectable: { type: 'boolean' },
    overflow: { type: 'string' },
    maxLines: { type: 'number' },
  } as const
  /** What a text node held when it arrived, and what it shows since. */
  private readonly seen = new WeakMap<Text, { source: string; shown: string }>()
  private watcher: MutationObserver | undefined

  override changed(name: string, value: unknown): void {
    if (name === 'space' || name === 'decode') {
      if (!this.watcher) {
        this.watcher = new MutationObserver(() => this.rewrite())
        this.watcher.observe(this, { childList: true, subtree: true, characterData: true })
      }
      this.rewrite()
    } else if (name === 'userSelect') mirror(this, 'user-select', value)
    else if (name === 'maxLines') {
      mirror(this, 'max-lines', value || null)
      this.style.setProperty('--max-lines', String(value))
    } else mirror(this, name, value)
  }

  private rewrite(): void {
    const space = SPACES[this.str('space')]
    for (const node of this.childNodes) {
      if (!(node instanceof Text)) continue
      const known = this.seen.get(node)
      const source = known && known.shown === node.data ? known.source : node.data
      let shown = space ? source.replace(/ /g, space) : source
      if (this.flag('decode')) shown = shown.replace(/&(nbsp|lt|gt|amp|apos|quot|ensp|emsp);/g, (_, name: string) => ENTITIES[name]!)
      if (shown !== node.data) node.data = shown
      this.seen.set(node, { source, shown })
    }
    this.watcher?.takeRecords()
  }
}

export function defineText(): void {
  defineElement('text', WxText)
}
