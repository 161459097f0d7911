/** What the test tool knows of a component besides its unit: the tag it is shown as and the prefix of its classes. */
import type { Unit } from '../logic/component/unit.ts'

export interface SimKind {
  tagName: string
  classPrefix: string
  /** It has no host element. */
  virtualHost: boolean
}

class Kinds {
  /** By id. */
  readonly byId = new Map<string, SimKind>()
  readonly byUnit = new WeakMap<Unit, SimKind>()

  isVirtual(id: string | undefined): boolean {
    return id !== undefined && this.byId.get(id)?.virtualHost === true
  }
}

export const kinds = new Kinds()

/** Elements that are `wx-…` in the document. */
const BUILT_IN = new Set(
  (
    'cover-image cover-view grid-view list-view match-media movable-area movable-view page-container root-portal scroll-view share-element sticky-header ' +
    'sticky-section swiper swiper-item view icon progress rich-text text button checkbox checkbox-group editor form input keyboard-accessory label picker ' +
    'picker-view picker-view-column radio radio-group slider switch textarea functional-page-navigator navigator audio camera channel-live channel-video image ' +
    'live-player live-pusher video voip-room map canvas web-view ad ad-custom official-account open-data navigation-bar page-meta'
  ).split(' '),
)

/** The name of a tag in the document; `id`: of the component it is. */
export function shownTag(tag: string, id: string | undefined): string {
  const known = id === undefined ? undefined : kinds.byId.get(id)
  return known?.tagName || (BUILT_IN.has(tag) && !known ? 'wx-' + tag : tag)
}
