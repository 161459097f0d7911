/** `wx` members that need nothing but the logic thread: environment, launch options, account, ticks, base64, random values. */
import { apiFailure, asyncApi, eventPair, type Loose, type UserFunction, type WxHost } from './registry.ts'

/** Where user files live; see `files.ts`. */
export const USER_DATA_PATH = 'wxfile://usr'

const MAX_RANDOM_BYTES = 1048576

export function wxBase(host: WxHost): Record<string, unknown> {
  const extConfig = (): Loose => structuredClone(host.config.ext ?? {})
  const randomValues = asyncApi(host, 'getRandomValues', ({ length }) => ({ randomValues: randomBytes(length) }), { length: 'Number' })
  return {
    env: { USER_DATA_PATH },
    nextTick: (callback: UserFunction) => host.nextTick(() => host.guard(callback)),
    base64ToArrayBuffer: (base64: string) => base64ToBytes(base64).buffer,
    arrayBufferToBase64: (buffer: ArrayBuffer) => bytesToBase64(new Uint8Array(buffer)),
    // Programs choose their server by `envVersion`: what is deployed is a release.
    getAccountInfoSync: () => ({
      miniProgram: { appId: host.config.appid ?? '', envVersion: host.env.dev ? 'develop' : 'release', version: '' },
    }),
    getExtConfigSync: extConfig,
    getExtConfig: asyncApi(host, 'getExtConfig', () => ({ extConfig: extConfig() })),
    getExptInfoSync: () => ({}),
    getLaunchOptionsSync: () => structuredClone(host.launch),
    getEnterOptionsSync: () => structuredClone(host.enter),
    getApiCategory: () => 'default',
    ...eventPair(host, 'ApiCategoryChange', 'apiCategory'),
    requestIdleCallback: (callback: UserFunction) => {
      return setTimeout(() => {
        const start = performance.now()
        host.guard(callback, undefined, { didTimeout: false, timeRemaining: () => Math.max(0, 50 - (performance.now() - start)) })
      }, 1)
    },
    cancelIdleCallback: (id: number) => clearTimeout(id),
    getRandomValues: randomValues,
    getUserCryptoManager: () => ({
      getRandomValues: randomValues,
      getLatestUserKey: asyncApi(host, 'getLatestUserKey', () => {
        throw apiFailure('not supported in browser', { errno: 100 })
      }),
    }),
  }
}

/** `crypto.getRandomValues` gives at most 64 KB at a time. */
function randomBytes(length: number): ArrayBuffer {
  if (!(length >= 0 && length <= MAX_RANDOM_BYTES)) throw apiFailure('invalid length', { errno: 1001 })
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 65536) crypto.getRandomValues(bytes.subarray(i, i + 65536))
  return bytes.buffer
}

/** Lenient as WeChat's: whitespace and missing padding are fine. */
export function base64ToBytes(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(String(base64).replace(/\s+|=+$/g, '').replace(/-/g, '+').replace(/_/g, '/'))
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

export function bytesToBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}
