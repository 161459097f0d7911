/** Maps places of emitted scripts back to the user's files, for the overlay. */

/** A place in a user's file; line and column from 1, with the lines around it. */
export interface SourcePlace {
  path: string
  line: number
  column: number
  lines: [number, string][]
}

interface RawMap { sources: string[]; sourcesContent?: string[]; mappings: string }

/** A map is flat, or made of maps of parts: each begins at a line and column (from 0) of the script. */
interface MapFile extends RawMap { sections?: { offset: { line: number; column: number }; map: RawMap }[] }

interface MapPart { line: number; column: number; raw: RawMap; lines?: Segment[][] }

/** One mapping: generated column, source, line, column (from 0). */
type Segment = [generated: number, source: number, line: number, column: number]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const maps = new Map<string, Promise<MapPart[] | undefined>>()

function decodeMappings(text: string): Segment[][] {
  const lines: Segment[][] = [[]]
  let [generated, source, line, column] = [0, 0, 0, 0]
  let fields: number[] = []
  let value = 0
  let shift = 0
  const close = (): void => {
    if (fields.length) {
      generated += fields[0]!
      if (fields.length > 3) {
        source += fields[1]!
        line += fields[2]!
        column += fields[3]!
        lines.at(-1)!.push([generated, source, line, column])
      }
    }
    fields = []
  }
  for (const c of text) {
    if (c === ',' || c === ';') {
      close()
      if (c === ';') {
        lines.push([])
        generated = 0
      }
      continue
    }
    const digit = DIGITS.indexOf(c)
    value += (digit & 31) << shift
    if (digit & 32) shift += 5
    else {
      fields.push(value & 1 ? -(value >>> 1) : value >>> 1)
      value = shift = 0
    }
  }
  close()
  return lines
}

function mapOf(url: string): Promise<MapPart[] | undefined> {
  let map = maps.get(url)
  if (!map) {
    map = fetch(url + '.map')
      .then((response) => (response.ok ? (response.json() as Promise<MapFile>) : undefined))
      .then((raw) => raw && (raw.sections?.map(({ offset, map }) => ({ ...offset, raw: map })) ?? [{ line: 0, column: 0, raw }]))
      .catch(() => undefined)
    maps.set(url, map)
  }
  return map
}

/** Where line and column (from 1) of a script come from; undefined for code without a map, and for the runtime's own. */
export async function originalPlace(url: string, line: number, column: number): Promise<SourcePlace | undefined> {
  const parts = (await mapOf(url.replace(/[?#].*/, ''))) ?? []
  const part = parts.filter((p) => p.line < line - 1 || (p.line === line - 1 && p.column <= column - 1)).at(-1)
  if (!part) return undefined
  part.lines ??= decodeMappings(part.raw.mappings)
  const row = line - 1 - part.line
  const at = column - 1 - (row ? 0 : part.column)
  const found = part.lines[row]?.filter((segment) => segment[0] <= at).at(-1)
  if (!found) return undefined
  const path = part.raw.sources[found[1]]!
  const text = part.raw.sourcesContent?.[found[1]]?.split('\n') ?? []
  const first = Math.max(0, found[2] - 2)
  return { path, line: found[2] + 1, column: found[3] + 1, lines: text.slice(first, first + 5).map((l, i) => [first + i + 1, l]) }
}

/** The places of a stack trace, innermost first: script URL, line, column. */
export function stackPlaces(stack: string): [url: string, line: number, column: number][] {
  return [...stack.matchAll(/((?:https?|file|blob):[^\s()]+?):(\d+):(\d+)/g)].map((m) => [m[1]!, Number(m[2]), Number(m[3])])
}
