/**
 * Parts of the runtime that only some projects need. The compiler (`bundle/parts.rs`, which says when) makes a constant `false` where nothing could use the part,
 * and leaves out what is only reached behind it: `if (HAS_X) …`, `HAS_X && …`, `HAS_X ? … : …`.
 *
 * `as boolean`: for the type checker all of it is there.
 */

/** Render modules: what `$` has for them. */
export const HAS_LISTS = true as boolean
export const HAS_TEMPLATES = true as boolean
export const HAS_SLOTS = true as boolean
export const HAS_STYLES = true as boolean
export const HAS_ASSETS = true as boolean
export const HAS_WXS = true as boolean
/** Blocks inside blocks: what any of `wx:if`, `wx:for`, `<template is>`, `<slot>` needs on the view. */
export const HAS_REGIONS = true as boolean
/** Components inside templates. */
export const HAS_COMPONENTS = true as boolean

/** Modules with `import` or `export`. */
export const HAS_ES_MODULES = true as boolean
export const HAS_SUBPACKAGES = true as boolean

/** What definitions may say. */
export const HAS_BEHAVIORS = true as boolean
/** `Component()` and `Behavior()` without a definition. */
export const HAS_BUILDERS = true as boolean
export const HAS_PROPERTIES = true as boolean
export const HAS_OBSERVERS = true as boolean
export const HAS_RELATIONS = true as boolean
/** `wx://form-field` and its group. */
export const HAS_FORM_FIELDS = true as boolean

/** Members of instances. */
export const HAS_SELECTORS = true as boolean
export const HAS_ROUTERS = true as boolean
export const HAS_PERFORMANCE = true as boolean
export const HAS_EVENT_CHANNELS = true as boolean
export const HAS_CUSTOM_TAB_BAR = true as boolean

/** The view. */
export const HAS_VIEW_WXS = true as boolean
/** Pages besides the one in the document. */
export const HAS_PAGE_FILES = true as boolean
/** Elements that call members of `wx` themselves. */
export const HAS_ELEMENT_CALLS = true as boolean
/** `open-type` of buttons. */
export const HAS_OPEN_TYPES = true as boolean
/** `space` and `decode` of `text`. */
export const HAS_SHOWN_TEXTS = true as boolean
/** Browser events by their own names: `transitionend`, `wheel` … */
export const HAS_NATIVE_EVENTS = true as boolean
export const HAS_LONG_PRESS = true as boolean
export const HAS_LABELS = true as boolean
/** Fields whose handlers answer with another text. */
export const HAS_REPLIES = true as boolean
/** Touches of a canvas have coordinates in it. */
export const HAS_CANVAS = true as boolean

/** `wxc.log` of `wxc dev`. */
export const HAS_LOG = true as boolean

/** The logic may run on the page. (That it runs in a worker is always possible: first frames are made so.) */
export const HAS_ONE_THREAD = true as boolean
