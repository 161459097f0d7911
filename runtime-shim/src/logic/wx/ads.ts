/** Advertisements: never any, which programs must be able to live with. */
import { Emitter, type Loose, type WxHost } from './registry.ts'

export function wxAds(host: WxHost): Record<string, unknown> {
  host.unsupported.add('createInterstitialAd').add('createRewardedVideoAd')
  const ad = (type: string) => (): Loose => {
    const failed = new Emitter(host)
    const reject = (method: string) => (): Promise<never> => {
      const error = { errMsg: `${type}.${method}:fail no ad`, errCode: 1004 }
      failed.fire(error)
      return Promise.reject(error)
    }
    const none = (): void => undefined
    return {
      load: reject('load'),
      show: reject('show'),
      onLoad: none,
      offLoad: none,
      onClose: none,
      offClose: none,
      onError: (listener: unknown) => failed.add(listener),
      offError: (listener?: unknown) => failed.delete(listener),
      destroy: none,
    }
  }
  return { createInterstitialAd: ad('InterstitialAd'), createRewardedVideoAd: ad('RewardedVideoAd') }
}
