/** Looks at the document for the logic thread: selector queries, intersection and media observers, methods of elements. */
import type { ElementCall, Intersection, MediaArgs, Margins, ObserveArgs, QueryArgs, QueryFields, QueryItem, QueryRequest, Rect } from '../protocol/query.ts'
import { addressAround, type WxNode } from '../view/apply/block.ts'
import { hostMethod } from '../view/host.ts'
import { selectElements } from '../view/select.ts'
import { emitHost, view, type PageBox } from '../view/view.ts'

/** Elements that answers gave a handle for. */
const handles = new Map<number, Element>()
let lastHandle = 0
const observers = new Map<number, () => void>()
const mediaObservers = new Map<number, () => void>()

export function hostQuery(): void {
  hostMethod('query', ({ page: id, requests }: QueryArgs) => {
    const page = view.pages.get(id)
    return requests.map((request) => (page ? answerQuery(page, request) : request.single ? null : []))
  })
  hostMethod('element', callElement)
  hostMethod('observe', (args: ObserveArgs) => {
    const page = view.pages.get(args.page)
    if (page) observers.set(args.id, observeElements(page, args))
  })
  hostMethod('unobserve', ({ id }: { id: number }) => endObserver(observers, id))
  hostMethod('observeMedia', (args: MediaArgs) => void mediaObservers.set(args.id, observeMedia(args)))
  hostMethod('unobserveMedia', ({ id }: { id: number }) => endObserver(mediaObservers, id))
}

function endObserver(all: Map<number, () => void>, id: number): void {
  all.get(id)?.()
  all.delete(id)
}

function answerQuery(page: PageBox, { sel, single, viewport, owner, fields }: QueryRequest): QueryItem | null | QueryItem[] {
  if (viewport) return viewportItem(page, fields)
  const found = selectElements(page, owner, sel)
  if (!single) return found.map((element) => itemOf(page, element, fields))
  return found[0] ? itemOf(page, found[0], fields) : null
}

/** A rectangle as pages see it: from the corner of the page area. */
function rectInPage(page: PageBox, box: { left: number; top: number; width: number; height: number }): Rect {
  const area = page.body.getBoundingClientRect()
  const left = box.left - area.left
  const top = box.top - area.top
  return { left, top, right: left + box.width, bottom: top + box.height, width: box.width, height: box.height }
}

function withRect(item: QueryItem, { left, top, right, bottom, width, height }: Rect, fields: QueryFields): void {
  if (fields.rect) Object.assign(item, { left, top, right, bottom })
  if (fields.size) Object.assign(item, { width, height })
}

function viewportItem(page: PageBox, fields: QueryFields): QueryItem {
  const item: QueryItem = {}
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = page.scroller
  if (fields.id) item.id = ''
  withRect(item, { left: 0, top: 0, right: clientWidth, bottom: clientHeight, width: clientWidth, height: clientHeight }, fields)
  if (fields.scrollOffset) Object.assign(item, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  return item
}

function attributeName(name: string): string {
  return name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase())
}

function itemOf(page: PageBox, element: Element, fields: QueryFields): QueryItem {
  const item: QueryItem = {}
  addressAround(element)
  const { $b, $n } = element as WxNode
  if ($b && $n !== undefined) item.at = [$b.id, $n]
  if (fields.id) item.id = element.id
  if (fields.rect || fields.size) withRect(item, rectInPage(page, element.getBoundingClientRect()), fields)
  if (fields.scrollOffset) {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element
    Object.assign(item, { scrollLeft, scrollTop, scrollWidth, scrollHeight })
  }
  const values: Record<string, unknown> = {}
  for (const name of fields.properties ?? []) values[name] = propertyOf(element, name)
  if (fields.computedStyle?.length) {
    const style = getComputedStyle(element)
    for (const name of fields.computedStyle) values[name] = style.getPropertyValue(name.startsWith('--') ? name : attributeName(name))
  }
  if (Object.keys(values).length) item.values = values
  if (fields.node || fields.context) {
    item.handle = handleOf(element)
    item.tag = element.localName.replace(/^wx-/, '')
  }
  return item
}

/** A property as the template set it; plain elements have only attributes. */
function propertyOf(element: Element, name: string): unknown {
  if (name === 'class') return element.className
  if (name === 'style') return element.getAttribute('style') ?? ''
  const { get } = element as { get?(name: string): unknown }
  return get?.call(element, name) ?? element.getAttribute(attributeName(name)) ?? undefined
}

function handleOf(element: Element): number {
  for (const [handle, known] of handles) {
    if (known === element) return handle
    if (!known.isConnected) handles.delete(handle)
  }
  handles.set(++lastHandle, element)
  return lastHandle
}

function callElement({ page: id, handle, at, sel, owner = id, method, args }: ElementCall): unknown {
  const page = view.pages.get(id)
  const element = handle
    ? handles.get(handle)
    : at
      ? (view.applier.blocks.get(at[0])?.node(at[1]) as Element | undefined)
      : page && selectElements(page, owner, sel ?? '')[0]
  const target = element as { wxCall?(method: string, args: unknown): unknown } | undefined
  if (!target?.wxCall) throw 'element not found'
  return target.wxCall(method, args)
}

function marginText({ top = 0, right = 0, bottom = 0, left = 0 }: Margins): string {
  return `${top}px ${right}px ${bottom}px ${left}px`
}

/** Starts an observer; gives what ends it. */
function observeElements(page: PageBox, { id, owner, sel, all, relative, thresholds, initialRatio }: ObserveArgs): () => void {
  const found = selectElements(page, owner, sel)
  const targets = all ? found : found.slice(0, 1)
  const areas = (relative.length ? relative : [{ margins: {} }]).map(({ sel: area, margins }: { sel?: string; margins: Margins }) => ({
    element: area === undefined ? page.body : selectElements(page, owner, area)[0],
    margins,
  }))
  const fresh = new Set<Element>(targets)
  const report = (target: Element, ratio: number, intersection: Rect, box: DOMRectReadOnly, area: Rect, time: number): void => {
    // The first look is no change when it sees what the observer assumes.
    if (fresh.delete(target) && ratio === initialRatio) return
    addressAround(target)
    const { $b, $n } = target as WxNode
    const payload: Intersection = {
      id,
      element: target.id,
      intersectionRatio: ratio,
      intersectionRect: intersection,
      boundingClientRect: rectInPage(page, box),
      relativeRect: area,
      time,
    }
    if ($b && $n !== undefined) payload.at = [$b.id, $n]
    emitHost('intersection', payload)
  }
  const [only] = areas
  if (areas.length === 1 && only!.element && targets.every((target) => only!.element!.contains(target))) {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const area = rectInPage(page, entry.rootBounds ?? page.body.getBoundingClientRect())
          report(entry.target, entry.intersectionRatio, rectInPage(page, entry.intersectionRect), entry.boundingClientRect, area, entry.time)
        }
      },
      { root: only!.element, rootMargin: marginText(only!.margins), threshold: thresholds },
    )
    for (const target of targets) observer.observe(target)
    return () => observer.disconnect()
  }
  return sampleIntersections(page, targets, areas, thresholds, report)
}

type Report = (target: Element, ratio: number, intersection: Rect, box: DOMRectReadOnly, area: Rect, time: number) => void

/** For areas that do not contain the targets, which the browser's observer cannot do: looks again whenever something scrolls or changes its size. */
function sampleIntersections(
  page: PageBox,
  targets: Element[],
  areas: { element: Element | undefined; margins: Margins }[],
  thresholds: number[],
  report: Report,
): () => void {
  const steps = new Map<Element, number>()
  const overlap = (a: DOMRectReadOnly, b: DOMRectReadOnly): DOMRectReadOnly => {
    const left = Math.max(a.left, b.left)
    const top = Math.max(a.top, b.top)
    return new DOMRectReadOnly(left, top, Math.max(0, Math.min(a.right, b.right) - left), Math.max(0, Math.min(a.bottom, b.bottom) - top))
  }
  let waiting = 0
  const look = (): void => {
    waiting = 0
    const area = areas
      .map(({ element, margins: { left = 0, top = 0, right = 0, bottom = 0 } }) => {
        const box = element?.getBoundingClientRect() ?? new DOMRectReadOnly()
        return new DOMRectReadOnly(box.left - left, box.top - top, box.width + left + right, box.height + top + bottom) as DOMRectReadOnly
      })
      .reduce(overlap)
    for (const target of targets) {
      const box = target.getBoundingClientRect()
      const common = overlap(box, area)
      const size = box.width * box.height
      const ratio = size ? (common.width * common.height) / size : 0
      const step = thresholds.filter((threshold) => (threshold ? ratio >= threshold : ratio > 0)).length
      if (steps.get(target) === step) continue
      steps.set(target, step)
      report(target, ratio, rectInPage(page, common), box, rectInPage(page, area), performance.now())
    }
  }
  const later = (): void => {
    waiting ||= requestAnimationFrame(look)
  }
  const resizes = new ResizeObserver(later)
  for (const element of [page.content, ...targets]) resizes.observe(element)
  page.body.addEventListener('scroll', later, { capture: true, passive: true })
  later()
  return () => {
    resizes.disconnect()
    cancelAnimationFrame(waiting)
    page.body.removeEventListener('scroll', later, { capture: true })
  }
}

function observeMedia({ id, query }: MediaArgs): () => void {
  let before: boolean | undefined
  const look = (): void => {
    const { clientWidth: width, clientHeight: height } = view.root
    const matches = Object.entries(query).every(([name, value]) => {
      if (name === 'orientation') return value === (width > height ? 'landscape' : 'portrait')
      const actual = /width$/i.test(name) ? width : height
      const wanted = Number(value)
      return name.startsWith('min') ? actual >= wanted : name.startsWith('max') ? actual <= wanted : actual === wanted
    })
    if (matches !== before) emitHost('media', { id, matches })
    before = matches
  }
  look()
  const observer = new ResizeObserver(look)
  observer.observe(view.root)
  return () => observer.disconnect()
}
