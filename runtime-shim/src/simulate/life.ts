/** Attaching and detaching a whole tree at the will of a test, any number of times. */
import type { Instance } from '../logic/component/instance.ts'
import { attachRoot } from '../logic/page/page.ts'
import { Region } from '../logic/render/block.ts'
import type { Block } from '../logic/render/block.ts'
import { contentIn } from '../logic/render/slot.ts'

/** Components below a block, each by `enter`, which goes on with `inside`. */
function walk(block: Block, enter: (instance: Instance, inside: () => void, contents: () => void) => void): void {
  for (const kid of block.kids ?? []) {
    if (kid instanceof Region) {
      // What a slot shows comes with the component it was written into.
      for (const inner of kid.blocks) if (!inner.host) walk(inner, enter)
    } else if (kid.instance) {
      const { instance } = kid
      enter(
        instance,
        () => void (instance.root && walk(instance.root, enter)),
        () => {
          for (const content of kid.contents) for (const inner of contentIn(kid, content)) walk(inner, enter)
        },
      )
    }
  }
}

export function attachTree(outer: Instance): void {
  attachRoot(outer)
  // Inner components are ready before the ones around them, slot contents after their component.
  walk(outer.root!, (instance, inside, contents) => {
    inside()
    instance.ready()
    contents()
  })
}

export function detachTree(outer: Instance): void {
  walk(outer.root!, (instance, inside, contents) => {
    contents()
    inside()
    instance.detach()
    instance.wasReady = false
  })
  outer.attached = false
  const rest = (block: Block): void => {
    block.live = false
    for (const kid of block.kids ?? []) {
      if (kid instanceof Region) kid.blocks.forEach(rest)
      else {
        if (kid.instance?.root) rest(kid.instance.root)
        for (const content of kid.contents) contentIn(kid, content).forEach(rest)
      }
    }
  }
  rest(outer.root!)
}

/** `pageLifetimes` of a component and all below it. */
export function pageHook(instance: Instance, name: string, args: unknown[]): void {
  instance.hook('page:' + name, ...args)
  if (instance.root) {
    walk(instance.root, (inner, inside, contents) => {
      inner.hook('page:' + name, ...args)
      inside()
      contents()
    })
  }
}

