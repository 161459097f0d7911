/** Family "trace", of builds with source maps: `App.onError` and `onUnhandledRejection` get stacks with places in the user's files. */
import { SourceMapReader, STACK_PLACE, type RawMap } from '../../protocol/source-map.ts'
import type { WxHost } from './registry.ts'

export function wxTrace(host: WxHost): Record<string, unknown> {
  const maps = new Map<string, SourceMapReader | undefined>()
  const mapOf = (url: string): SourceMapReader | undefined => {
    if (!maps.has(url)) maps.set(url, readMap(url + '.map'))
    return maps.get(url)
  }
  host.trace = (stack) =>
    stack.replace(STACK_PLACE, (text, url: string, line: string, column: string) => {
      const map = mapOf(url.replace(/[?#].*/, ''))
      const place = map?.find(Number(line), Number(column))
      return place ? `${map!.raw.sources[place.source]}:${place.line}:${place.column}` : text
    })
  return {}
}

/** Waits for the file: the hook that gets the stack runs before anything else does, with source maps or without. */
function readMap(url: string): SourceMapReader | undefined {
  if (typeof XMLHttpRequest !== 'function') return undefined
  try {
    const request = new XMLHttpRequest()
    request.open('GET', url, false)
    request.send()
    return request.status === 200 ? new SourceMapReader(JSON.parse(request.responseText) as RawMap) : undefined
  } catch {
    return undefined
  }
}
