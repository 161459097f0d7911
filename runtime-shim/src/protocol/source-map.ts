/** Source maps, read: from places of emitted scripts to the user's files. */

export interface RawMap { sources: string[]; sourcesContent?: string[]; mappings: string }

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
  readonly raw: RawMap
  private readonly lines: Segment[][]
  constructor(raw: RawMap) {
    this.raw = raw
    this.lines = decodeMappings(raw.mappings)
  }
  /** Where line and column (from 1) of the script come from, also from 1; `source` is an index into `raw.sources`. */
  find(line: number, column: number): { source: number; line: number; column: number } | undefined {
    let found: Segment | undefined
    for (const segment of this.lines[line - 1] ?? []) if (segment[0] <= column - 1) found = segment
    return found && { source: found[1], line: found[2] + 1, column: found[3] + 1 }
  }
}

/** The places in a stack trace, wherever the browser writes them: script URL, line, column. */
export const STACK_PLACE = /((?:https?|file|blob):[^\s()]+?):(\d+):(\d+)/g
