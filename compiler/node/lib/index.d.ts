/** The compiler of wxc for build steps. Mistakes in a project are diagnostics of results; promises reject for wrong options and for bugs only ({@link WxcError}). */
import { EventEmitter } from 'node:events'

export interface Position {
  line: number
  character: number
}

/** A place in a file of the project. */
export interface Place {
  /** From the project's folder, with `/`. */
  path: string
  /** From 1. */
  line: number
  /** From 1, in characters. */
  column: number
  /** The end is exclusive. */
  endLine: number
  endColumn: number
  /** `[start, end)` in bytes. */
  bytes: [number, number]
  /** As in the Language Server Protocol: from 0, in UTF-16 units. */
  range: { start: Position; end: Position }
}

/** What `wxc --message-format json` prints, and the lines around the place. */
export interface Diagnostic extends Place {
  /** `parse/unclosed-tag`; `wxc explain` says more. */
  code: string
  severity: 'error' | 'warning' | 'note'
  message: string
  /** What to write. */
  hint?: string
  labels?: (Place & { message: string })[]
  /** The lines around the place, with numbers and a mark below; `''` when there are none. */
  frame: string
}

/** What every result holds. */
export interface Checked {
  /** There is no error among the diagnostics. */
  ok: boolean
  diagnostics: Diagnostic[]
  /** Every file that was read, from the project's folder. */
  inputs: string[]
}

/** What results about a project hold. */
export interface ProjectChecked extends Checked {
  /** Every folder in which a new file may change the result, from the project's folder; `''` is that itself. */
  folders: string[]
  /** Files that were looked for and are not there. */
  missing: string[]
  pages: number
  components: number
}

export interface ProjectOptions {
  /** Folder of the mini program, where project.config.json or app.json is. Default: the current one. */
  dir?: string | URL
  /** Threads to compile on. Default: one per core. */
  jobs?: number
}

export interface BuildOptions extends ProjectOptions {
  /** Where to write; replaced as a whole. Without it nothing is written. */
  out?: string | URL
  /** Readable output with stable names, or small output with hashed names. Default: `release` for `build`, else `dev`. */
  mode?: 'dev' | 'release'
  /** Addresses of pages: `index.html#/pages/a/a`, or one document per page. Default: `hash`. */
  router?: 'hash' | 'history'
  /** How rpx is written: `px=375` in whole pixels for a screen of that width. Default: `var`. */
  rpx?: 'var' | 'vw' | 'rem' | `px=${string}`
  /** Where the program's logic runs: in a worker, or on the page. Default: `worker`. */
  threads?: 'worker' | 1 | '1'
  /** Width of the app on wide screens, px; 0: no limit. Default: 480. */
  maxWidth?: number
  /** Source maps beside scripts and style sheets. Default: with `mode: 'dev'` of compilers and watchers. */
  sourceMaps?: boolean
  /** The first frames of pages in their HTML. Default: `true` for `build`, else `false`. */
  prerender?: boolean
  /** Folders below `dir` that are no part of the project (`out` never is). */
  exclude?: string[]
  /** Texts in place of files below `dir`, or beside them. */
  files?: Record<string, string>
  /** The page's side of `wxc dev` becomes part of the app: it shows run-time errors, and takes updates from `__wxc/events` below the app. */
  devClient?: boolean
}

/** Ends waiting; the promise rejects with the signal's reason, and nothing is written. */
export interface Abortable {
  signal?: AbortSignal
}

/** A file of the output. */
export interface Output {
  path: string
  /** Absent for a file of the project that is taken as it is. */
  contents?: Buffer
  /** Where such a file lies. */
  from?: string
  /** Its contents in either case. */
  read(): Promise<Buffer>
}

export interface BuildResult extends ProjectChecked {
  /** The project's folder, absolute and without links. */
  dir: string
  /** Every file of the output by its path; empty when there is nothing to build. */
  outputs: Map<string, Output>
  /** Output files that are new or different since the build before. */
  changed: string[]
  /** Output files that are gone. */
  removed: string[]
  /** Files of the project whose change led to this build. */
  edited: string[]
  /** How an open page gets here: nothing to do, exchange `styles`, exchange `styles` and run the `replacement` (without one: load it again with its data), load it again. */
  update: 'none' | 'styles' | 'templates' | 'reload'
  styles: string[]
  /** With `devClient`: what makes the app that runs in a page this one. The page's own runtime takes it, from a message `{ type: 'template', build, files: styles, replacement }`. */
  replacement?: Replacement
  /** With `out`: what was written. */
  written?: { dir: string; bytes: number }
}

/** Texts for both sides of a running app. */
export interface Replacement {
  logic: string
  map: string
  view: string
  templates: string
  remake: string[]
}

export type CheckResult = ProjectChecked

/** Compiles a project. */
export function build(options?: BuildOptions & Abortable): Promise<BuildResult>

/** Looks for mistakes only. */
export function check(options?: ProjectOptions & Abortable): Promise<CheckResult>

export interface SingleOptions {
  /** Name of the source, from `root`. */
  path?: string | URL
  /** Folder that imports and absolute paths are below. Default: the current one. */
  root?: string | URL
}

export interface TemplateOptions extends SingleOptions {
  /** The template of a component instead of a page. */
  component?: boolean
  /** Tags that are custom components. */
  usingComponents?: string[]
  externalClasses?: string[]
  /** Class that every element gets, for style sheets confined to it. */
  scope?: string
  /** Begins the keys of the templates. Default: `t`. */
  key?: string
  /** Code for people. Default: `true`. */
  readable?: boolean
  sourceMaps?: boolean
}

export interface SourceMap {
  version: 3
  sources: string[]
  sourcesContent: string[]
  names: string[]
  mappings: string
}

export interface TemplateResult extends Checked {
  /** `($) => ({ main })`: the update functions, for the logic runtime. */
  code: string
  /** Its `<template>` elements, for the view. */
  html: string
  map: SourceMap | null
  /** Built-in components it uses. */
  builtins: string[]
  /** Custom components it uses. */
  components: string[]
}

/** Compiles one template with what it imports and includes. */
export function compileTemplate(source: string, options?: TemplateOptions): Promise<TemplateResult>

export interface StyleOptions extends SingleOptions {
  rpx?: BuildOptions['rpx']
  minify?: boolean
  /** As the sheet of a component: classes confined to `scope`, `:host` as `host`. */
  component?: boolean
  scope?: string
  host?: string
  sourceMaps?: boolean
}

export interface StyleResult extends Checked {
  css: string
  map: SourceMap | null
  /** Files of the project that `url(…)` names, from `root`. */
  assets: string[]
}

/** Compiles one style sheet with what it imports: WXSS, or by its name Less or Sass. */
export function compileStyle(source: string, options?: StyleOptions): Promise<StyleResult>

export interface FormatResult {
  /** There is no error among the diagnostics. */
  ok: boolean
  diagnostics: Diagnostic[]
  /** The source itself when it has mistakes. */
  text: string
}

/** Formats a template as `wxc fmt` does. */
export function format(source: string, options?: { path?: string | URL }): Promise<FormatResult>

/** A project that is compiled again and again, each time only what changed. */
export interface Compiler {
  /** The last result. */
  readonly result: BuildResult
  /** Compiles what these files touch: changed, new or deleted ones, as absolute paths or from `dir`. */
  update(changed: Iterable<string>): Promise<BuildResult>
  close(): void
}

/** Compiles a project for the first time. */
export function createCompiler(options?: BuildOptions): Promise<Compiler>

export interface WatcherEvents {
  build: [BuildResult]
  error: [WxcError]
  close: []
}

/** A project that is compiled whenever one of its files changes. Keeps the process alive until it is closed. */
export interface Watcher extends EventEmitter<WatcherEvents>, AsyncDisposable {
  /** The last result. */
  readonly result: BuildResult
  /** Ends watching; resolves when nothing runs any more. */
  close(): Promise<void>
}

/** Compiles a project, and again at every change. */
export function createWatcher(options?: BuildOptions): Promise<Watcher>

/** Why a call failed: `WXC_USAGE` (wrong options), `WXC_IO` (the system refused something), `WXC_BUG` (a mistake of the compiler). */
export class WxcError extends Error {
  code: 'WXC_USAGE' | 'WXC_IO' | 'WXC_BUG'
  /** What to write instead. */
  hint?: string
}

declare const wxc: {
  build: typeof build
  check: typeof check
  compileTemplate: typeof compileTemplate
  compileStyle: typeof compileStyle
  format: typeof format
  createCompiler: typeof createCompiler
  createWatcher: typeof createWatcher
  WxcError: typeof WxcError
}
export default wxc
