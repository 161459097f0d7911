/** 1,000 component instances four levels deep (1 + 9 + 90 + 900): create, a value from the root to all leaves, one leaf's own value. */

// glass-easel puts a prefix before ids and before classes of components.
const leaf = (i) => `document.querySelectorAll('[class*=leaf]')[${i}]?.textContent`
const create = ['click', '[id$=create]', `() => /^\\d+ 0$/.test(${leaf(899)} ?? '')`]
const drop = ['click', '[id$=create]', `() => !document.querySelector('[class*=leaf]')`]
const change = (i) => ['click', '[id$=root]', `() => ${leaf(899)}.startsWith('${i} ')`]
const own = (i) => ['click', '[class*=leaf]@20', `() => ${leaf(20)}.endsWith(' ${i}')`]

export const scenario = {
  ready: `!!document.querySelector('[id$=create]')`,
  operations: {
    create: { before: [create, drop, create, drop, create, drop], step: create },
    'root to leaves': { before: [create, change(1), change(2)], step: change(3) },
    'one leaf': { before: [create, own(1), own(2)], step: own(3) },
  },
  heap: [create],
}
