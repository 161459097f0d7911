/** What style sheets inside a shadow tree cannot do themselves: fonts and registered properties belong to the document. */

const URL_OF = /url\(\s*(["']?)(.*?)\1\s*\)/g

/** Fonts of one app: on the document under names that nobody else has. */
export class AppFonts {
  private readonly prefix = `wxc-${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}-`
  private readonly faces: FontFace[] = []
  /** Family → its name on the document. */
  private readonly names = new Map<string, string>()
  private readonly sheets: CSSStyleSheet[] = []

  /** Takes over the fonts of a sheet that has been loaded, and registers its properties. */
  adopt(sheet: CSSStyleSheet): void {
    this.sheets.push(sheet)
    const known = this.names.size
    eachRule(sheet.cssRules, (rule) => {
      if (rule instanceof CSSFontFaceRule) this.takeFace(rule, sheet.href ?? document.baseURI)
      else if (rule instanceof CSSPropertyRule) registerProperty(rule)
    })
    for (const one of this.names.size > known ? this.sheets : [sheet]) this.rename(one)
  }

  /** A font that the app loads itself. */
  add(face: FontFace): void {
    const name = this.nameOf(face.family)
    face.family = name
    this.faces.push(face)
    document.fonts.add(face)
    for (const sheet of this.sheets) this.rename(sheet)
  }

  /** A list of families, as it is written in this app, for the document. */
  familiesOf(list: string): string {
    if (!this.names.size || !list) return list
    return list
      .split(',')
      .map((family) => {
        const name = this.names.get(unquoted(family))
        return name ? `"${name}"` : family
      })
      .join(',')
  }

  /** An inline style: families by their names on the document, addresses from `base`, where a leading slash is the root of the package. */
  inStyle(css: string, base: string): string {
    return css
      .replace(URL_OF, (whole, _quote, address: string) => {
        const path = address.replace(/^\/(?!\/)/, '')
        return address.startsWith('#') || !URL.canParse(path, base) ? whole : `url("${new URL(path, base).href}")`
      })
      .replace(/(font-family\s*:)([^;]*)/gi, (_, name: string, list: string) => name + this.familiesOf(list))
  }

  drop(): void {
    for (const face of this.faces) document.fonts.delete(face)
  }

  private nameOf(family: string): string {
    const plain = unquoted(family)
    let name = this.names.get(plain)
    if (!name) this.names.set(plain, (name = this.prefix + plain))
    return name
  }

  private takeFace({ style }: CSSFontFaceRule, base: string): void {
    const value = (name: string): string => style.getPropertyValue(name)
    const family = value('font-family')
    if (!family || !value('src')) return
    const source = value('src').replace(URL_OF, (whole, _quote, address: string) => (URL.canParse(address, base) ? `url("${new URL(address, base).href}")` : whole))
    const descriptors: FontFaceDescriptors = {}
    const given = { style: 'font-style', weight: 'font-weight', stretch: 'font-stretch', unicodeRange: 'unicode-range', featureSettings: 'font-feature-settings', display: 'font-display' } as const
    for (const [key, name] of Object.entries(given)) if (value(name)) descriptors[key as keyof typeof given] = value(name) as never
    const face = new FontFace(this.nameOf(family), source, descriptors)
    this.faces.push(face)
    document.fonts.add(face)
  }

  private rename(sheet: CSSStyleSheet): void {
    if (!this.names.size) return
    eachRule(sheet.cssRules, (rule) => {
      if (!('style' in rule) || rule instanceof CSSFontFaceRule) return
      const style = rule.style as CSSStyleDeclaration
      // A family may also lie in a custom property.
      for (const name of ['font-family', ...[...style].filter((property) => property.startsWith('--'))]) {
        const old = style.getPropertyValue(name)
        const renamed = this.familiesOf(old)
        if (renamed !== old) style.setProperty(name, renamed, style.getPropertyPriority(name))
      }
    })
  }
}

function unquoted(family: string): string {
  return family.trim().replace(/^(["'])(.*)\1$/, '$2')
}

function eachRule(rules: CSSRuleList, visit: (rule: CSSRule) => void): void {
  for (const rule of rules) {
    visit(rule)
    if ('cssRules' in rule) eachRule(rule.cssRules as CSSRuleList, visit)
    if (rule instanceof CSSImportRule && rule.styleSheet) eachRule(rule.styleSheet.cssRules, visit)
  }
}

function registerProperty({ name, syntax, inherits, initialValue }: CSSPropertyRule): void {
  try {
    CSS.registerProperty({ name, syntax, inherits, ...(initialValue != null && { initialValue }) })
  } catch {
    // The document has a property of this name already, and keeps it.
  }
}
