/** The `$` of emitted code: exactly the names of `EMITTED.md`, one line per capability. */
import { HAS_ASSETS, HAS_COMPONENTS, HAS_ES_MODULES, HAS_LISTS, HAS_SLOTS, HAS_STYLES, HAS_TEMPLATES, HAS_WXS } from '../protocol/parts.ts'
import { esm, exportLive, reexport } from '../protocol/esm.ts'
import { dynamicImport, registerModule, registerUnit, registerWxs, userGlobals, wxs } from './module.ts'
import { Template } from './render/block.ts'
import type { TemplateSpec } from './render/block.ts'
import { branch } from './render/branch.ts'
import { child, commit, prop } from './render/child.ts'
import { list } from './render/list.ts'
import { S } from './render/patch.ts'
import { slot } from './render/slot.ts'
import { named, use } from './render/template.ts'
import { asset, call, cls, get, has, items, method, style, text } from './render/values.ts'

/** `app` takes the configuration, `ready` hears that a package has registered everything. */
export function makeEmitted(app: (config: object) => void, ready: (root: string) => void): Record<string, unknown> {
  return {
    app,
    ready,
    globals: userGlobals(),
    module: registerModule,
    unit: registerUnit,
    ...(HAS_ES_MODULES && { export: exportLive, esm, reexport, dynamic: dynamicImport }),
    template: (spec: TemplateSpec) => new Template(spec),
    S,
    text,
    str: text,
    branch,
    get,
    has,
    items,
    cls,
    ...(HAS_STYLES && { style }),
    ...(HAS_LISTS && { list }),
    ...(HAS_TEMPLATES && { use, named }),
    ...(HAS_COMPONENTS && { child, prop, commit }),
    ...(HAS_SLOTS && { slot }),
    ...(HAS_WXS && { wxsModule: registerWxs, wxs, call, method }),
    ...(HAS_ASSETS && { asset }),
  }
}
