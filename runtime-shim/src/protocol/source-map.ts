/** Source maps, read: from places of emitted scripts to the user's files. */

/** `sections`: the map is made of maps of parts instead; each begins at a line and column (from 0) of the script. */
export interface RawMap { sources: string[]; sourcesContent?: string[]; mappings: string; sections?: MapSection[] }

interface MapSection { offset: { line: number; column: number }; map: RawMap }

/** A part of the script; `first`: index of its first source among all. */
interface MapPart { line: number; column: number; first: number; mappings: string; lines?: Segment[][] }

/** One mapping: generated column, source, line, column (from 0). */
type Segment = [generated: number, source: number, line: number, column: number]

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

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

/** The map of one script. */
export class SourceMapReader {
  /** With the sources of all parts. */
  readonly raw: RawMap
  private readonly parts: MapPart[]
  constructor(raw: RawMap) {
    const sections: MapSection[] = raw.sections ?? [{ offset: { line: 0, column: 0 }, map: raw }]
    let first = 0
    this.parts = sections.map(({ offset, map }) => {
      const part = { ...offset, first, mappings: map.mappings }
      first += map.sources.length
      return part
    })
    const contents = sections.flatMap(({ map }) => map.sourcesContent ?? map.sources.map(() => ''))
    this.raw = { sources: sections.flatMap(({ map }) => map.sources), sourcesContent: contents, mappings: '' }
  }
  /** Where line and column (from 1) of the script come from, also from 1; `source` is an index into `raw.sources`. */
  find(line: number, column: number): { source: number; line: number; column: number } | undefined {
    const part = this.parts.filter((p) => p.line < line - 1 || (p.line === line - 1 && p.column <= column - 1)).at(-1)
    if (!part) return undefined
    part.lines ??= decodeMappings(part.mappings)
    const row = line - 1 - part.line
    const at = column - 1 - (row ? 0 : part.column)
    const found = part.lines[row]?.filter((segment) => segment[0] <= at).at(-1)
    return found && { source: part.first + found[1], line: found[2] + 1, column: found[3] + 1 }
  }
}

/** The places in a stack trace, wherever the browser writes them: script URL, line, column. */
export const STACK_PLACE = /((?:https?|file|blob):[^\s()]+?):(\d+):(\d+)/g
