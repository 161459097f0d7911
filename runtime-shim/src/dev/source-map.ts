/** Maps places of emitted scripts back to the user's files, for the overlay. */
import { SourceMapReader, STACK_PLACE, type RawMap } from '../protocol/source-map.ts'

/** A place in a user's file; line and column from 1, with the lines around it. */
export interface SourcePlace {
  path: string
  line: number
  column: number
  lines: [number, string][]
}

const fetchedMaps = new Map<string, Promise<SourceMapReader | undefined>>()

function fetchMap(url: string): Promise<SourceMapReader | undefined> {
  let map = fetchedMaps.get(url)
  if (!map) {
    map = fetch(url + '.map')
      .then((response) => (response.ok ? (response.json() as Promise<RawMap>) : undefined))
      .then((raw) => raw && new SourceMapReader(raw))
      .catch(() => undefined)
    fetchedMaps.set(url, map)
  }
  return map
}

/** The map of a script that has no file. */
export function knowMap(url: string, raw: RawMap): void {
  fetchedMaps.set(url, Promise.resolve(new SourceMapReader(raw)))
}

/** Maps of files are another build's now. */
export function forgetMaps(): void {
  for (const url of fetchedMaps.keys()) if (!url.includes('/wxc-replacement-')) fetchedMaps.delete(url)
}

/** Where line and column (from 1) of a script come from; undefined for code without a map, and for the runtime's own. */
export async function originalPlace(url: string, line: number, column: number): Promise<SourcePlace | undefined> {
  const map = await fetchMap(url.replace(/[?#].*/, ''))
  const found = map?.find(line, column)
  if (!map || !found) return undefined
  const text = map.raw.sourcesContent?.[found.source]?.split('\n') ?? []
  const first = Math.max(0, found.line - 3)
  return { path: map.raw.sources[found.source]!, line: found.line, column: found.column, lines: text.slice(first, first + 5).map((l, i) => [first + i + 1, l]) }
}

/** The places of a stack trace, innermost first: script URL, line, column. */
export function stackPlaces(stack: string): [url: string, line: number, column: number][] {
  return [...stack.matchAll(STACK_PLACE)].map((m) => [m[1]!, Number(m[2]), Number(m[3])])
}
