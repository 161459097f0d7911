/** Selectors of mini programs, searched among the elements of one owner. */
import { ownerOf } from './apply/block.ts'
import type { PageBox } from './view.ts'

const TOKEN = /"[^"]*"|'[^']*'|\[[^\]]*\]|#\d[\w-]*|[.#:][\w\u0080-\uffff\\-]+(?:\([^)]*\))?|[a-z][\w-]*|[^]/gi

/** `view.a > #1b` → `wx-view.a > [id="1b"]`: tags are `wx-` elements, ids may start with a digit. */
function browserSelector(selector: string): string {
  return selector.replace(TOKEN, (token) => (/^[a-z]/i.test(token) ? 'wx-' + token : /^#\d/.test(token) ? `[id="${token.slice(1)}"]` : token))
}

/**
 * Elements that match, in document order: those written in the template of `owner` (a page's or a component's number), inside `within`. Behind `>>>`, those
 * of components inside count too. A selector that cannot be parsed matches nothing.
 */
export function selectElements(page: PageBox, owner: number, selector: string, within: Element = page.root): Element[] {
  const [first = '', ...deeper] = selector.split('>>>').map((part) => browserSelector(part.trim()))
  try {
    let found = [...within.querySelectorAll(first)].filter((element) => (element === page.content ? owner === page.id : ownerOf(element) === owner))
    for (const part of deeper) found = [...new Set(found.flatMap((element) => [...element.querySelectorAll(part)]))]
    return found
  } catch {
    console.warn(`invalid selector ${JSON.stringify(selector)}`)
    return []
  }
}
