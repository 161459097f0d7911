/** What both realms have that the language itself has not. */
import { stopClock } from './clock.ts'
import { StageTarget } from './nodes.ts'
import { StageUrl } from './url.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function encodeBase64(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i += 3) {
    const [a = 0, b = NaN, c = NaN] = [...text.slice(i, i + 3)].map((char) => char.charCodeAt(0))
    const bits = (a << 16) | (b << 8) | c
    out += BASE64[bits >> 18]! + BASE64[(bits >> 12) & 63]! + (b === b ? BASE64[(bits >> 6) & 63]! : '=') + (c === c ? BASE64[bits & 63]! : '=')
  }
  return out
}

function decodeBase64(text: string): string {
  const clean = text.replace(/[\s=]/g, '')
  let out = ''
  for (let i = 0; i < clean.length; i += 4) {
    const part = clean.slice(i, i + 4)
    const bits = [...part.padEnd(4, 'A')].reduce((sum, char) => sum * 64 + BASE64.indexOf(char), 0)
    out += String.fromCharCode((bits >> 16) & 255, (bits >> 8) & 255, bits & 255).slice(0, part.length - 1)
  }
  return out
}

/** Gives a realm its globals. Nothing here leads out of it, time stands still, timers and requests never come back. */
export function setGlobals(more: Record<string, unknown>): void {
  const scope = globalThis as unknown as Record<string, unknown>
  stopClock(globalThis)
  const target = new StageTarget()
  const quiet = (): void => {}
  const names = 'log info debug warn error group groupCollapsed groupEnd time timeEnd timeLog table trace assert count clear dir'
  Object.assign(scope, {
    self: scope,
    console: Object.fromEntries(names.split(' ').map((name) => [name, quiet])),
    queueMicrotask: (task: () => void) => void Promise.resolve().then(task),
    setTimeout: () => 0,
    clearTimeout: quiet,
    setInterval: () => 0,
    clearInterval: quiet,
    fetch: () => new Promise(() => {}),
    URL: StageUrl,
    atob: decodeBase64,
    btoa: encodeBase64,
    navigator: { language: 'zh-CN', languages: ['zh-CN'], userAgent: 'wxc', onLine: true, hardwareConcurrency: 1, maxTouchPoints: 1 },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    ...more,
  })
}
