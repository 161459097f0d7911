/** `wx:for`: a region with one block per item, matched by key, moved as little as possible. */
import { CREATE_MANY } from '../../protocol/ops.ts'
import { HAS_COMPONENTS } from '../../protocol/parts.ts'
import { editOf, rememberKey } from '../data/reconcile.ts'
import type { Loose } from '../wx/registry.ts'
import { Block, Scope, attachBlock, clearRegion, createBlock, insertBlocks, regionOf, removeBlocks, reserveValues, templateId, updateBlock } from './block.ts'
import type { Data, Region, Template } from './block.ts'
import { moveBlock } from './child.ts'
import { patch } from './patch.ts'
import { forced } from './values.ts'

/** One update of one list: what every row of it needs. */
interface ListUpdate {
  region: Region
  template: Template
  d: Data
  items: Loose[]
  /** The indexes of an object's items; null: 0, 1, … */
  names: string[] | null
  key: string
  /** No outside value changed: rows with the same item and index need nothing. */
  calm: boolean
}

export function list(b: Block, d: Data, index: number, source: Loose, template: Template, key: string, captured: unknown[] | null): void {
  const region = regionOf(b, index)
  const calm = captured !== null && !forced() && sameValues(region.captured, captured)
  if (calm && region.source === source) return
  const edit = calm ? editOf(source) : undefined
  const edited = edit && edit.from === region.source ? edit.at : undefined
  region.source = source
  region.captured = captured
  const names = source !== null && typeof source === 'object' && !Array.isArray(source) ? Object.keys(source as object) : null
  const items = names ? names.map((name) => source[name] as unknown) : listItems(source)
  if (key && key !== '*this' && Array.isArray(source)) rememberKey(source, key)
  const update: ListUpdate = { region, template, d, items, names, key, calm }
  const old = region.blocks
  if (!items.length) {
    if (old.length) clearRegion(region)
  } else if (!old.length) {
    if (key) warnDuplicates(items, key)
    region.blocks = createRows(update, 0, items.length)
    placeRows(region, null, region.blocks)
  } else if (!(edited && items.length === old.length && updateEdited(update, old, edited))) {
    if (key) updateKeyed(update, old)
    else updateByIndex(update, old)
  }
}

function sameValues(a: unknown[] | null, b: unknown[]): boolean {
  return a !== null && a.length === b.length && b.every((value, i) => Object.is(a[i], value))
}

function listItems(source: Loose): Loose[] {
  if (Array.isArray(source)) return source
  if (typeof source === 'number') return source > 0 ? Array.from({ length: Math.ceil(source) }, (_, i) => i) : []
  return typeof source === 'string' ? source.split('') : []
}

const keyOf = (item: Loose, key: string): unknown => (key === '*this' ? item : item?.[key])

/** A row of one item can show the other. */
const sameKey = (one: Loose, other: Loose, key: string): boolean => one === other || keyOf(one, key) === keyOf(other, key)

/** Numbers and strings give made-up keys; items that are not true have none. */
function shownKey({ region, items, key }: ListUpdate, i: number): unknown {
  const item = items[i]
  if (typeof region.source === 'number') return i
  if (typeof region.source === 'string') return item + i
  return key && item ? keyOf(item, key) : undefined
}

function warnDuplicates(items: readonly Loose[], key: string): void {
  const seen = new Set<unknown>()
  for (const item of items) {
    const value = keyOf(item, key)
    if (value !== undefined && seen.size === seen.add(value).size) warnDuplicate(value)
  }
}

function warnDuplicate(key: unknown): void {
  console.warn(`Do not set same key "${String(key)}" in wx:key.`)
}

function updateRow(u: ListUpdate, block: Block, i: number): void {
  const item = u.items[i]
  const index = u.names ? u.names[i] : i
  const scope = block.s!
  const still = u.calm && scope.item === item && (scope.index === index || !u.template.spec.ix)
  scope.item = item
  scope.index = index
  if (still) return
  updateBlock(block, u.d)
}

/** Blocks for the items from `from` to `to`, not inserted yet. Rows without inner blocks or components share one record. */
function createRows(u: ListUpdate, from: number, to: number): Block[] {
  const { template, region } = u
  const { o, s } = region.block
  const rows: Block[] = []
  const scopeOf = (i: number): Scope => {
    const scope = new Scope(u.items[i], u.names ? u.names[i] : i, s)
    if (patch.raw) scope.key = shownKey(u, i)
    return scope
  }
  if (!template.leaf || to - from < 2) {
    for (let i = from; i < to; i++) rows.push(createBlock(template, o, scopeOf(i), u.d, region))
    return rows
  }
  const id = templateId(template)
  patch.ops.push(CREATE_MANY, id, 0, to - from)
  const first = patch.ops.length - 2
  for (let i = from; i < to; i++) {
    const block = new Block(template, o, scopeOf(i), u.d, region)
    reserveValues(block)
    template.spec.update(block, u.d)
    rows.push(block)
  }
  patch.ops[first] = rows[0]!.id
  return rows
}

function placeRows(region: Region, before: Block | null, rows: readonly Block[]): void {
  if (!rows.length) return
  insertBlocks(region, before, rows)
  if (region.block.live) for (const row of rows) attachBlock(row)
}

function updateByIndex(u: ListUpdate, old: Block[]): void {
  const { region, items } = u
  const common = Math.min(old.length, items.length)
  for (let i = 0; i < common; i++) updateRow(u, old[i]!, i)
  if (old.length > common) {
    region.blocks = old.slice(0, common)
    removeBlocks(region, old.slice(common), false)
  } else if (items.length > common) {
    const rows = createRows(u, common, items.length)
    region.blocks = [...old, ...rows]
    placeRows(region, null, rows)
  }
}

/** Only items with these indexes are others than before. False, and nothing done: a key changed. */
function updateEdited(u: ListUpdate, rows: readonly Block[], edited: number[]): boolean {
  const { items, key } = u
  if (key && edited.some((i) => !sameKey(rows[i]!.s!.item, items[i], key))) return false
  for (const i of edited.sort((a, b) => a - b)) updateRow(u, rows[i]!, i)
  return true
}

/** New rows are made first, then those that stay are updated, then others leave, as in WeChat. */
function updateKeyed(u: ListUpdate, old: Block[]): void {
  const { region, items, key } = u
  let start = 0
  let oldEnd = old.length
  let newEnd = items.length
  while (start < oldEnd && start < newEnd && sameKey(old[start]!.s!.item, items[start], key)) start++
  if (start === oldEnd && start === newEnd) return updateRows(u, old, 0, newEnd)
  while (oldEnd > start && newEnd > start && sameKey(old[oldEnd - 1]!.s!.item, items[newEnd - 1], key)) {
    oldEnd--
    newEnd--
  }
  /** By new position between `start` and `newEnd`: position in `old`, or −1. */
  const from = matchRows(u, old, start, oldEnd, newEnd)
  const middle: Block[] = []
  for (let i = start; i < newEnd; ) {
    const at = from[i - start]!
    if (at >= 0) {
      middle.push(old[at]!)
      i++
      continue
    }
    const first = i
    while (i < newEnd && from[i - start]! < 0) i++
    middle.push(...createRows(u, first, i))
  }
  const rows = old.slice(0, start).concat(middle, old.slice(oldEnd))
  updateRows(u, rows, 0, start)
  for (let i = start; i < newEnd; i++) if (from[i - start]! >= 0) updateRow(u, rows[i]!, i)
  updateRows(u, rows, newEnd, rows.length)
  const kept = new Set(from)
  const gone: Block[] = []
  for (let i = start; i < oldEnd; i++) if (!kept.has(i)) gone.push(old[i]!)
  region.blocks = rows
  removeBlocks(region, gone, gone.length === old.length)
  if (middle.length) placeMiddle(region, from, start)
}

/** Updates the rows from `from` to `to`; most are the same, and need nothing but their new index. */
function updateRows(u: ListUpdate, rows: readonly Block[], from: number, to: number): void {
  const { items, calm, names, template } = u
  const placed = names !== null || template.spec.ix === 1
  for (let i = from; i < to; i++) {
    const row = rows[i]!
    const scope = row.s!
    if (calm && !placed && scope.item === items[i]) scope.index = i
    else updateRow(u, row, i)
  }
}

function matchRows({ items, key }: ListUpdate, old: readonly Block[], start: number, oldEnd: number, newEnd: number): number[] {
  const from = new Array<number>(newEnd - start).fill(-1)
  if (!from.length) return from
  // In a list that is as long as before most rows stand where they stood.
  const still = oldEnd === newEnd
  const places = new Map<unknown, number>()
  for (let i = oldEnd - 1; i >= start; i--) {
    const { item } = old[i]!.s!
    if (still && sameKey(item, items[i], key)) from[i - start] = i
    else places.set(keyOf(item, key), i)
  }
  const seen = new Set<unknown>()
  for (let i = start; i < newEnd; i++) {
    if (from[i - start]! >= 0) continue
    const value = keyOf(items[i], key)
    if (value === undefined) continue
    if (seen.has(value)) warnDuplicate(value)
    else from[i - start] = places.get(value) ?? -1
    seen.add(value)
  }
  return from
}

/** Inserts new and moved rows, run by run, before the next row that stays. `from`: for the rows from `start` on, their old positions. */
function placeMiddle(region: Region, from: number[], start: number): void {
  const rows = region.blocks
  const stays = rowsThatStay(from, start)
  let run: Block[] = []
  for (let i = 0; i < from.length; i++) {
    const row = rows[start + i]!
    if (!stays[i]) run.push(row)
    else if (run.length) {
      insertBlocks(region, row, run)
      run = []
    }
  }
  if (run.length) insertBlocks(region, rows[start + from.length] ?? null, run)
  for (let i = 0; i < from.length; i++) {
    if (from[i]! < 0) {
      if (region.block.live) attachBlock(rows[start + i]!)
    } else if (HAS_COMPONENTS && !stays[i]) moveBlock(rows[start + i]!)
  }
}

/** Which rows need not move: where most stand where they stood, those; else as many as can. */
function rowsThatStay(from: readonly number[], start: number): boolean[] {
  const same = from.map((at, i) => at === start + i)
  return same.filter(Boolean).length * 2 > from.length ? same : longestRise(from)
}

/** Marks a longest rising subsequence of `values`, in which −1 does not count. */
export function longestRise(values: readonly number[]): boolean[] {
  /** Positions that end the best subsequence of each length, and for each position its predecessor. */
  const tails: number[] = []
  const previous = new Array<number>(values.length).fill(-1)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < 0) continue
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[tails[middle]!]! < value) low = middle + 1
      else high = middle
    }
    if (low) previous[i] = tails[low - 1]!
    tails[low] = i
  }
  const stays = new Array<boolean>(values.length).fill(false)
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) stays[i] = true
  return stays
}
