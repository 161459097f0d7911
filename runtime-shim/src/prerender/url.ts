/** `URL` as far as the runtime and mini programs use it: resolving, and the parts of an address. */

const ABSOLUTE = /^([a-z][a-z\d+.-]*:)(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/i

export class StageUrl {
  readonly protocol: string
  readonly host: string
  readonly pathname: string
  readonly search: string
  readonly hash: string

  constructor(address: string, base?: string | StageUrl) {
    const text = String(address).trim()
    const match = ABSOLUTE.exec(text) ?? (base === undefined ? null : ABSOLUTE.exec(resolve(text, new StageUrl(String(base)))))
    if (!match) throw new TypeError(`Invalid URL: ${text}`)
    const [, protocol = '', host, path = '', search = '', hash = ''] = match
    this.protocol = protocol.toLowerCase()
    this.host = host ?? ''
    this.pathname = host === undefined ? path : withoutDots(path || '/')
    this.search = search === '?' ? '' : search
    this.hash = hash === '#' ? '' : hash
  }
  get hostname(): string {
    return this.host.replace(/^.*@/, '').replace(/:\d*$/, '')
  }
  get port(): string {
    return /:(\d+)$/.exec(this.host)?.[1] ?? ''
  }
  get origin(): string {
    return this.host ? `${this.protocol}//${this.host}` : 'null'
  }
  get href(): string {
    return this.protocol + (this.host ? '//' + this.host : '') + this.pathname + this.search + this.hash
  }
  toString(): string {
    return this.href
  }
  toJSON(): string {
    return this.href
  }
}

function resolve(text: string, base: StageUrl): string {
  if (text.startsWith('//')) return base.protocol + text
  if (text.startsWith('/')) return base.origin + text
  if (text.startsWith('?')) return base.origin + base.pathname + text
  if (text.startsWith('#') || !text) return base.origin + base.pathname + base.search + text
  return base.origin + base.pathname.replace(/[^/]*$/, '') + text
}

function withoutDots(path: string): string {
  const out: string[] = []
  const parts = path.split('/')
  parts.forEach((part, i) => {
    const last = i === parts.length - 1
    if (part === '..') {
      if (out.length > 1) out.pop()
      if (last) out.push('')
    } else if (part !== '.') out.push(part)
    else if (last) out.push('')
  })
  return out.join('/')
}
