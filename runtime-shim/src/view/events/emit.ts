/** How built-in elements send their events; the path from an element to the listeners around it. */

/** How an event of a built-in element behaves. */
export interface EmitOptions {
  bubbles?: boolean
  /** The element needs what the handler returns. */
  reply?: boolean
}

/** Sends an event that starts at `element`. With `reply`: a promise of the handler's return value, or undefined when nobody listens. */
export function emitEvent(_element: Element, _type: string, _detail?: unknown, _options?: EmitOptions): Promise<unknown> | undefined {
  return undefined
}
