/** `wx.getNetworkType` and the network events. */
import { asyncApi, eventPair, type WxHost } from './registry.ts'

export function wxNetwork(host: WxHost): Record<string, unknown> {
  return {
    getNetworkType: asyncApi(host, 'getNetworkType', () => ({
      networkType: host.env.online ? host.env.networkType : 'none',
      hasSystemProxy: false,
      weakNet: false,
      signalStrength: 0,
    })),
    ...eventPair(host, 'NetworkStatusChange', 'network'),
    ...eventPair(host, 'NetworkWeakChange', 'networkWeak'),
  }
}
