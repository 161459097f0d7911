/** Makes a differing case small: takes pieces of its files and data away while it still differs in the same way. */
import { difference, renderAll } from './compare.mjs'

/** The smallest case found; `ask` is the oracle. */
export function shrink(given, ask, seconds = 10) {
  const deadline = Date.now() + seconds * 1000
  const kind = kindOf(difference(given, ask(given), renderAll([given]).get(given.name)))
  let best = given
  for (let progress = true; progress; ) {
    progress = false
    const candidates = smaller(best).map((c, i) => ({ ...c, name: `${given.name}.${i}` }))
    for (let at = 0; at < candidates.length && !progress && Date.now() < deadline; at += 60) {
      const batch = candidates.slice(at, at + 60)
      const rendered = renderAll(batch)
      for (const candidate of batch) {
        if (kindOf(difference(candidate, ask(candidate), rendered.get(candidate.name))) !== kind) continue
        best = candidate
        progress = true
        break
      }
    }
  }
  return { ...best, name: given.name }
}

/** Differences of one kind have one cause, most of the time. */
export function kindOf(what) {
  if (what === undefined) return undefined
  return what.startsWith('expected') ? (/\n {2}[a-z-]+\/[a-z-]+:/.test(what) ? 'tree, with errors' : 'tree') : what.replace(/`.*/s, '').replace(/:.*/s, (m) => m.slice(0, 24))
}

/** Cases with one piece less, the biggest pieces first. */
function smaller(given) {
  const out = []
  for (const path of Object.keys(given.files)) {
    if (path !== given.entry) {
      const { [path]: _, ...files } = given.files
      out.push({ ...given, files })
    }
  }
  for (const key of Object.keys(given.data)) {
    const { [key]: _, ...data } = given.data
    out.push({ ...given, data })
  }
  // By characters: half an emoji is no text.
  const texts = Object.entries(given.files).map(([path, text]) => [path, Array.from(text)])
  const longest = Math.max(...texts.map(([, text]) => text.length))
  for (let size = longest >> 1; size >= 1; size = size > 24 ? size >> 1 : size - 1) {
    for (const [path, text] of texts) {
      const step = Math.max(1, size >> 1)
      for (let at = 0; at + size <= text.length; at += step) out.push({ ...given, files: { ...given.files, [path]: [...text.slice(0, at), ...text.slice(at + size)].join('') } })
    }
  }
  return out
}
