/** `element.style` as text: what is written is kept as it is, and the browser that reads the frame decides what is valid. */

/** `--rpx: 1px; width: 2px !important` → its declarations in order. Semicolons in quotes and parentheses separate nothing. */
function parseDeclarations(text: string): Map<string, string> {
  const out = new Map<string, string>()
  for (const part of text.match(/(?:"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\([^()]*(?:\([^()]*\)[^()]*)*\)|[^;])+/g) ?? []) {
    const colon = part.indexOf(':')
    const name = part.slice(0, colon).trim()
    if (colon > 0 && name) {
      const key = name.startsWith('--') ? name : name.toLowerCase()
      out.delete(key)
      out.set(key, part.slice(colon + 1).trim())
    }
  }
  return out
}

/** Where the text is kept: the attribute. */
interface StyleOwner {
  getAttribute(name: string): string | null
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
}

export class StageStyle {
  private readonly owner: StyleOwner

  constructor(owner: StyleOwner) {
    this.owner = owner
  }
  get cssText(): string {
    return this.owner.getAttribute('style') ?? ''
  }
  set cssText(text: string) {
    if (text) this.owner.setAttribute('style', text)
    else this.owner.removeAttribute('style')
  }
  getPropertyValue(name: string): string {
    return (parseDeclarations(this.cssText).get(name) ?? '').replace(/\s*!important$/, '')
  }
  setProperty(name: string, value: unknown, priority = ''): void {
    const text = String(value ?? '').trim()
    const all = parseDeclarations(this.cssText)
    if (text) all.set(name, priority ? `${text} !${priority}` : text)
    else if (!all.delete(name)) return
    this.cssText = [...all].map(([key, declared]) => `${key}: ${declared};`).join(' ')
  }
  removeProperty(name: string): void {
    this.setProperty(name, '')
  }
}

/** With properties by name (`backgroundColor`). */
export function makeStyle(owner: StyleOwner): StageStyle {
  const css = (name: string): string => name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()).replace(/^webkit-/, '-webkit-')
  return new Proxy(new StageStyle(owner), {
    get: (style, name) => {
      const own: unknown = Reflect.get(style, name)
      return typeof own === 'function' ? own.bind(style) : (own ?? (typeof name === 'string' ? style.getPropertyValue(css(name)) : undefined))
    },
    set: (style, name, value) => {
      if (name === 'cssText') style.cssText = String(value ?? '')
      else if (typeof name === 'string') style.setProperty(css(name), value)
      return true
    },
  })
}
