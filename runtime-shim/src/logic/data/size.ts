/** What one `setData` hands over: WeChat sends at most 1 MB (framework reference §4). Counted in development only. */

const LIMIT_KB = 1024

/** Warns, in WeChat's words, of data that is too large. */
export function warnLargeData(values: unknown): void {
  const kb = Math.ceil(jsonSize(values, []) / 1024)
  if (kb > LIMIT_KB) console.warn(`invokeWebviewMethod data transfer length is too large: ${kb} KB > ${LIMIT_KB} KB`)
}

/** About the length of the value as JSON; what refers to something around it counts once. */
function jsonSize(value: unknown, around: object[]): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 4
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength
  if (around.includes(value)) return 0
  around.push(value)
  let size = 2
  if (Array.isArray(value)) for (const item of value) size += jsonSize(item, around) + 1
  else for (const [name, item] of Object.entries(value)) size += name.length + 4 + jsonSize(item, around)
  around.pop()
  return size
}
