/** Selectors, as far as the view's own go: types, ids, classes, attributes, `:scope`, and the combinators between them. */

/** What selectors look at. */
export interface Selectable {
  readonly localName: string
  readonly parentElement: Selectable | null
  readonly previousElementSibling: Selectable | null
  getAttribute(name: string): string | null
}

const PART = /([\w-]+|\*)|#((?:[\w\u0080-\uffff-]|\\.)+)|\.((?:[\w\u0080-\uffff-]|\\.)+)|\[\s*([\w-]+)\s*(?:([~^$*|]?)=\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*)?\]|:(scope)/y

type Test = (element: Selectable, scope: unknown) => boolean

function parseCompound(text: string): Test[] | undefined {
  const tests: Test[] = []
  PART.lastIndex = 0
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    const match = PART.exec(text)
    if (!match) return undefined
    const [, tag, id, name, attribute, how = '', double, single, bare, scope] = match
    const plain = (escaped: string): string => escaped.replace(/\\(.)/g, '$1')
    if (tag !== undefined) tests.push((element) => tag === '*' || element.localName === tag)
    else if (id !== undefined) tests.push((element) => element.getAttribute('id') === plain(id))
    else if (name !== undefined) tests.push((element) => (element.getAttribute('class') ?? '').split(/\s+/).includes(plain(name)))
    else if (scope) tests.push((element, from) => element === from)
    else {
      const wanted = double ?? single ?? bare
      tests.push((element) => {
        const value = element.getAttribute(attribute!)
        if (value === null || wanted === undefined) return value !== null
        if (how === '^') return value.startsWith(wanted)
        if (how === '$') return value.endsWith(wanted)
        if (how === '*') return value.includes(wanted)
        if (how === '~') return value.split(/\s+/).includes(wanted)
        return value === wanted || (how === '|' && value.startsWith(wanted + '-'))
      })
    }
  }
  return tests
}

/** Whether an element matches a selector list; one that has more in it than this knows is an error, as an invalid one is in a browser. */
export function matchesSelector(element: Selectable, selectors: string, scope: unknown): boolean {
  return selectors.split(',').some((selector) => {
    const parts = selector.trim().replace(/\s*([>+~])\s*(?![^[]*\])/g, ' $1 ').split(/\s+/)
    const compounds = parts.map((part) => (/^[>+~]$/.test(part) ? part : parseCompound(part)))
    if (compounds.some((compound) => compound === undefined)) throw new Error(`selector ${selector}`)
    const match = (at: Selectable | null, index: number): boolean => {
      const tests = compounds[index] as Test[]
      if (!at || !tests.every((test) => test(at, scope))) return false
      if (index === 0) return true
      const combinator = typeof compounds[index - 1] === 'string' ? compounds[index - 1] : ' '
      const next = combinator === ' ' ? index - 1 : index - 2
      if (combinator === '>') return match(at.parentElement, next)
      if (combinator === '+') return match(at.previousElementSibling, next)
      const step = (other: Selectable): Selectable | null => (combinator === '~' ? other.previousElementSibling : other.parentElement)
      for (let other = step(at); other; other = step(other)) if (match(other, next)) return true
      return false
    }
    return match(element, compounds.length - 1)
  })
}
