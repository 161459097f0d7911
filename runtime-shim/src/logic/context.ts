/** What the whole logic thread shares: one app per thread, so one of each. */
import type { Env, ToView } from '../protocol/messages.ts'
import type { Block } from './render/block.ts'
import { WxHost } from './wx/registry.ts'
import type { UserFunction } from './wx/registry.ts'

class World {
  /** The line to the view. */
  send: (message: ToView, transfer?: Transferable[]) => void = () => undefined
  /** The same for calls of the host, which must not overtake changes made before them; set by `bootLogic`. */
  sendCall: (message: ToView, transfer?: Transferable[]) => void = (message, transfer) => this.send(message, transfer)
  readonly host = new WxHost((message, transfer) => this.sendCall(message, transfer), {} as Env)
  /** Runs the script of a subpackage; set by `bootLogic`. */
  load: (script: string) => Promise<void> = () => Promise.reject(new Error('no loader'))
  /** Brings a file of the output into the browser's cache; set by `bootLogic`. */
  preload: (file: string) => Promise<void> = () => Promise.reject(new Error('no loader'))
  /** The `$` of emitted code. */
  emitted: unknown = undefined
  /** Templates with components, so far. */
  hosting = 0
  /** Unit tests: functions that hear of events at an element besides its handlers. */
  watchers: ((at: { block: Block; node: number }, type: string, capture: boolean) => UserFunction[]) | undefined = undefined
  /** Unit tests: hears of every instance whose data were set, once that is rendered. */
  settled: ((instance: object) => void) | undefined = undefined
  /** The last number given to a block, page or component instance. */
  lastId = 0
}

export const world = new World()

/** A name was used that the compiler saw nowhere, so that its part was left out: it was put together at run time (`this['get' + what]`). */
export function notInBuild(name: string): never {
  throw new Error(`${name} is not part of this build: the project writes its name nowhere`)
}

/** Calls user code; what it throws goes to `App.onError`. */
export const guard: WxHost['guard'] = (fn, self, ...args) => world.host.guard(fn, self, ...args)
