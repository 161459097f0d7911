/** What the page of a mounted component contains: for most just the component with a text, for the rest what a user of the library would write. */

/** Markup, data and page configuration by tag; tags that are not here get `<tag>text</tag>`. */
const PAGES = {
}

/** `{ markup, data?, json?, script? }` of the page that mounts a component. */
export function markupOf(tag) {
  const page = PAGES[tag] ?? `<${tag}>text</${tag}>`
  return typeof page === 'string' ? { markup: page } : page
}
