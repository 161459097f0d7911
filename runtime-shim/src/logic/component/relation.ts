/** `relations` between components: links made when a child is attached, found through the tree as it is shown. */
import { resolvePath } from '../router/url.ts'
import type { RelationInfo } from './definition.ts'
import type { Instance } from './instance.ts'
import { descendants, hostOf, hosted, parentOf } from './tree.ts'

/** One end of a link. */
export interface Link {
  relation: RelationInfo
  other: Instance
  /** It leads to the parent or ancestor. */
  up: boolean
  /** The other end. */
  peer: Link | null
}

const OPPOSITE: Record<string, string> = { parent: 'child', ancestor: 'descendant' }

function names(relation: RelationInfo, self: Instance, other: Instance): boolean {
  const { target, key } = relation
  if (typeof target === 'object') return target.isOf(other)
  return target?.startsWith('wx://') ? other.def.behaviors.has(target) : resolvePath(self.unit.path, target ?? key) === other.unit.path
}

/** Links an attached instance to the ancestors it names and that name it: in the tree it is written in, whatever slots its ancestors show it in. */
export function linkUp(instance: Instance): void {
  for (const relation of instance.def.relations) {
    const opposite = OPPOSITE[relation.type]
    if (!opposite || !instance.child) continue
    for (let at = parentOf(hostOf(instance.child), false); at; at = parentOf(at, false)) {
      const other = hosted(at)
      if (!other) continue
      const back = names(relation, instance, other) && other.def.relations.find((r) => r.type === opposite && names(r, other, instance))
      if (back) {
        const mine: Link = { relation, other, up: true, peer: null }
        mine.peer = { relation: back, other: instance, up: false, peer: mine }
        instance.links.push(mine)
        other.links.push(mine.peer)
        other.run(back.linked, instance.user)
        instance.run(relation.linked, other.user)
        break
      }
      // A parent is the next component outwards.
      if (relation.type === 'parent') break
    }
  }
}

/** Tells both ends of every link to an ancestor that the instance moved. */
export function linkChanged(instance: Instance): void {
  for (const link of instance.links) if (link.up) tell(instance, link, 'linkChanged')
}

/** Ends all links. */
export function unlink(instance: Instance): void {
  const { links } = instance
  instance.links = []
  for (const link of links) {
    link.other.links = link.other.links.filter((l) => l !== link.peer)
    tell(instance, link, 'unlinked')
  }
}

function tell(instance: Instance, { relation, other, peer }: Link, hook: 'linkChanged' | 'unlinked'): void {
  other.run(peer!.relation[hook], instance.user)
  instance.run(relation[hook], other.user)
}

/** `getRelationNodes`: what is linked under a key, in document order. */
export function relatedTo(instance: Instance, key: string): unknown[] {
  const linked = instance.links.filter((link) => link.relation.key === key).map((link) => link.other)
  if (linked.length < 2) return linked.map((other) => other.user as unknown)
  const wanted = new Set(linked)
  return descendants(instance).flatMap((other) => (wanted.has(other) ? [other.user as unknown] : []))
}
