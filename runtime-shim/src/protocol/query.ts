/** Host calls that look at the document: selector queries, intersection and media observers, methods of element contexts. */

/** Which data of a matched element a query wants; `NodesRef.fields` of the mini-program API. */
export interface QueryFields {
  id?: boolean
  /** `dataset` and `mark` live on the logic thread: the answer has `at`, by which the logic thread adds them. */
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  /** Names of component properties (`scrollX`, `src`), without `id`, `class`, `style`, `dataset`, which work too. */
  properties?: string[]
  computedStyle?: string[]
  /** The answer has `handle` and `tag`: the logic thread makes the context object. */
  context?: boolean
  node?: boolean
}

/** One `select`, `selectAll` or `selectViewport`. */
export interface QueryRequest {
  /** As the user wrote it; `''` with `viewport`. `>>>` crosses into components. */
  sel: string
  single: boolean
  viewport?: boolean
  /** Instance whose own elements are searched: a page's or a component's number. */
  owner: number
  fields: QueryFields
}

/** Arguments of the call `query`; the answer is a `QueryItem | null` (single) or `QueryItem[]` per request, in order. */
export interface QueryArgs {
  page: number
  requests: QueryRequest[]
}

/** What is known of one matched element; only the wanted fields (`dataset` and `mark` never). */
export interface QueryItem {
  /** Block and node number of the element; absent when it has none (then its dataset is empty). */
  at?: [block: number, node: number]
  id?: string
  left?: number
  top?: number
  right?: number
  bottom?: number
  width?: number
  height?: number
  scrollLeft?: number
  scrollTop?: number
  scrollWidth?: number
  scrollHeight?: number
  /** Values of `properties` and `computedStyle`, by the names asked for. */
  values?: Record<string, unknown>
  /** Number by which `element` calls reach this element, while it is in the document. */
  handle?: number
  /** Tag without `wx-`. */
  tag?: string
}

/** Arguments of the call `element`: calls `wxCall(method, args)` of a built-in element. It fails with `element not found` or what the element throws. */
export interface ElementCall {
  page: number
  /** By handle, by numbers, or by the first match of a selector in `owner`. */
  handle?: number
  at?: [block: number, node: number]
  sel?: string
  owner?: number
  method: string
  args: unknown
}

/** Margins in px that grow (or shrink) a reference rectangle. */
export interface Margins { left?: number; right?: number; top?: number; bottom?: number }

/**
 * Arguments of the call `observe`. Each change is the event `intersection` with an `Intersection`. `unobserve` takes `{id}`. The logic thread chooses `id`.
 */
export interface ObserveArgs {
  id: number
  page: number
  owner: number
  sel: string
  all: boolean
  /** What the targets are compared with: the intersection of these; no `sel` is the page area. Empty: the page area. */
  relative: { sel?: string; margins: Margins }[]
  thresholds: number[]
  initialRatio: number
}

/** Payload of the event `intersection`. */
export interface Intersection {
  id: number
  at?: [block: number, node: number]
  /** The `id` attribute of the element. */
  element: string
  intersectionRatio: number
  intersectionRect: Rect
  boundingClientRect: Rect
  relativeRect: Rect
  time: number
}

/** A rectangle in px, from the top left corner of the page area. */
export interface Rect { left: number; top: number; right: number; bottom: number; width: number; height: number }

/**
 * Arguments of the call `observeMedia`; `unobserveMedia` takes `{id}`. Each change, and the first state, is the event `media` with `{id, matches}`.
 * Widths and heights are those of the app's column, px.
 */
export interface MediaArgs {
  id: number
  query: { minWidth?: number; maxWidth?: number; width?: number; minHeight?: number; maxHeight?: number; height?: number; orientation?: string }
}
