/** What `onLaunch` and `getLaunchOptionsSync` tell of the start; the document's address may say what WeChat would: `?wxc-scene=1007&wxc-appid=…&wxc-extra={…}`. */
import type { PageUrl } from '../router/url.ts'

/** Opened from the list of recent mini programs: what a browser's start resembles most. */
const SCENE = 1001

export function launchOptions({ path, query }: PageUrl, address: string): Record<string, unknown> {
  const given = (name: string): string | undefined => {
    const found = new RegExp(`[?&]wxc-${name}=([^&#]*)`).exec(address)
    return found ? decodeURIComponent(found[1]!) : undefined
  }
  const appId = given('appid')
  return {
    path,
    query: { ...query },
    scene: Number(given('scene')) || SCENE,
    shareTicket: undefined,
    referrerInfo: appId ? { appId, extraData: JSON.parse(given('extra') ?? '{}') as unknown } : {},
    forwardMaterials: [],
    apiCategory: 'default',
    hostExtraData: {},
  }
}
