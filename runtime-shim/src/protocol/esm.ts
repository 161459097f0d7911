/** ES modules as the compiler leaves them: CommonJS whose exports are live. For the logic thread and for the workers of user code. */

/** The namespace of a module for `import * as` and default imports. */
export function esm(m: any): any {
  return m && m.__esModule ? m : { ...m, default: m }
}

/** Makes `exports` an ES module with live bindings. */
export function exportLive(exports: object, getters: Record<string, () => unknown>): void {
  Object.defineProperty(exports, '__esModule', { value: true })
  for (const name of Object.keys(getters)) defineLive(exports, name, getters[name]!)
}

/** `export * from`. */
export function reexport(exports: object, m: any): void {
  for (const name in m) if (name !== 'default' && !Object.hasOwn(exports, name)) defineLive(exports, name, () => m[name] as unknown)
}

function defineLive(exports: object, name: string, get: () => unknown): void {
  const set = (value: unknown): void => void Object.defineProperty(exports, name, { value, writable: true, enumerable: true, configurable: true })
  Object.defineProperty(exports, name, { get, set, enumerable: true, configurable: true })
}
