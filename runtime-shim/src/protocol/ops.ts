/** The patch: a flat array of operations that the logic thread sends and the view applies. Protocol version 1. */

export const PROTOCOL_VERSION = 1

/**
 * Operation codes. A patch is one array `[code, operand…, code, operand…]`; blocks, templates and instances are positive integers that the logic
 * thread hands out and never uses twice. A *block* is one clone of a *template*; a *region* is a place inside a block where other blocks stand.
 */
/** `DEFINE template key`: from now on the integer `template` means the `<template>` whose id is `key`. */
export const DEFINE = 1
/** `CREATE template block v0 … vn`: clone, with one value per hole (`n` is known from the template). The block is not in the document yet. */
export const CREATE = 2
/** `CREATE_MANY template first count v…`: `count` blocks with the ids `first`, `first + 1`, …; the values of one block after the other. */
export const CREATE_MANY = 3
/** `INSERT parent region before count block…`: put (or move) blocks into a region of `parent`, before block `before` of that region (0: at its end). */
export const INSERT = 4
/** `REMOVE count block…`: take blocks out of the document and forget them. Blocks nested in them are forgotten by `FREE`. */
export const REMOVE = 5
/** `FREE count block…`: forget blocks that left the document with an ancestor. */
export const FREE = 6
/** `CLEAR parent region`: remove and forget all blocks that stand directly in a region. */
export const CLEAR = 7
/** `SET block hole value`. */
export const SET = 8
/** `DETACH count block…`: take blocks out of the document, keep them (slot content whose slot is gone). */
export const DETACH = 9
/** `HOST block node instance root`: element `node` of `block` hosts component `instance`, whose content is block `root`. */
export const HOST = 10
/** `OWN block instance`: the block's nodes belong to that component (slot content); other blocks belong where their parent block does. */
export const OWN = 11
/** `PAGE instance root`: block `root` is the content of the page `instance`, announced by a `mount` message. A second root is the page's custom tab bar. */
export const PAGE = 12
/** `HOST_CLASS block node names`: class names the runtime adds to an element besides its own (`''` takes them away). */
export const HOST_CLASS = 13

/** Kinds of holes: what `SET` and the values of `CREATE` do with a value. `null` and `undefined` take an attribute away. */
/** Text node: `data = value` (the logic side has made it a string). */
export const TEXT = 0
/** `class`: `className = value + suffix`; the suffix holds the scope classes. */
export const CLASS = 1
/** `style`: `style.cssText = value`; rpx is already rewritten. */
export const STYLE = 2
/** Attribute: `true` is the empty string, `false`, `null` and `undefined` remove it, other values as `String(value)`. */
export const ATTR = 3
/** Property of a built-in element, any structured-cloneable value: `element.wxSet(name, value)`; also `animation` of any element. */
export const PROP = 4
/** Dataset entry that code on the view thread reads (only where WXS handlers do). */
export const DATA = 5
/** `change:name`: calls a WXS function on the view thread with the new and the old value. */
export const CHANGE = 6

/** One hole: `[kind, node, name or suffix, WXS function for CHANGE]`; `node` indexes the template's nodes. */
export type Hole = [kind: number, node: number, name?: string, fn?: string]

/** Bits of a listener. */
export const CATCH = 1
export const CAPTURE = 2
export const MUT = 4
/** The handler is a WXS function that runs on the view thread; its name is the fourth entry. */
export const WXS = 8
/** No handler in the template: the event writes a `model:` value back. */
export const MODEL = 16

/** One listener: `[node, event type, bits, "module.member" for WXS]`. */
export type Listener = [node: number, type: string, bits: number, fn?: string]

/**
 * What the view knows of a template besides its HTML: JSON in the attribute `w` of the `<template>`. Omitted fields are empty.
 *
 * Node numbers are shared with the logic side. `n[i]` is the path of node `i`: indexes into `childNodes`, from the template's content down.
 */
export interface TemplateMeta {
  /** Paths of the numbered nodes: elements, text nodes of holes, anchors (comments) of regions. */
  n?: number[][]
  h?: Hole[]
  /** Regions: `[node, 1]` stands before the anchor comment `node`; `[node, 0]` is the tail of the element `node`'s children. */
  r?: [node: number, anchored: 0 | 1][]
  e?: Listener[]
  /** Numbers of the elements that events report (they get `$b`, the block, and `$n`, the number). */
  a?: number[]
  /** 1: the content is exactly one element. Otherwise its first and its last node are comments that delimit the block. */
  s?: 1
  /** Development builds: what the block is in WXML, and the place of each hole (`pages/index/index.wxml:3`). */
  dev?: { label: string; holes: string[] }
}
