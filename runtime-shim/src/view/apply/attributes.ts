/** Setting attributes to values that come from data. */

/**
 * Sets or removes an attribute by the rules of `ATTR` holes. Event handler attributes, `srcdoc` and script URLs are never set: the value comes from data
 * and the name may too.
 */
export function setAttribute(element: Element, name: string, value: unknown): void {
  if (/^on|^srcdoc$/i.test(name)) return
  if (value == null || value === false) return element.removeAttribute(name)
  const text = value === true ? '' : String(value)
  if (/src|href|action|^data$/i.test(name) && isScriptUrl(text)) return element.removeAttribute(name)
  element.setAttribute(name, text)
}

/** `javascript:` and the like, also with the white space and control characters that URL parsers drop. */
export function isScriptUrl(url: string): boolean {
  return /^(javascript|vbscript):/i.test(url.replace(/[\u0000-\u0020]+/g, ''))
}
