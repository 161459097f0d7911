/** Where the device is, by the browser's Geolocation; maps of other sites. */
import { apiFailure, asyncApi, eventPair, type CallOptions, type Loose, type WxHost } from './registry.ts'

export function wxLocation(host: WxHost): Record<string, unknown> {
  let wanted = 'wgs84'
  const { onLocationChange, offLocationChange } = eventPair(host, 'LocationChange', 'locationChange')
  host.on('position', (position: Loose) => host.event('locationChange').fire(inSystem(position, wanted)))
  const start = (api: string): unknown =>
    asyncApi(host, api, async ({ type }) => {
      wanted = type ?? 'gcj02'
      await host.call('watchPosition')
    })
  const choose = (api: string): unknown =>
    asyncApi(host, api, async (options) => {
      const place = await host.call('choosePlace', { latitude: options.latitude, longitude: options.longitude })
      if (!place) throw 'cancel'
      return api === 'choosePoi' ? { type: 2, city: '', ...place } : place
    })
  return {
    getLocation: asyncApi(host, 'getLocation', async (options: CallOptions) => {
      const { isHighAccuracy, highAccuracyExpireTime, type } = options
      const position = await host.call('position', { high: !!isHighAccuracy, timeout: Number(highAccuracyExpireTime) || 0 })
      return inSystem(position, type ?? 'wgs84')
    }),
    getFuzzyLocation: asyncApi(host, 'getFuzzyLocation', async ({ type }) => {
      const { latitude, longitude } = inSystem(await host.call('position', { high: false, timeout: 0 }), type ?? 'wgs84')
      return { latitude: Math.round(latitude * 100) / 100, longitude: Math.round(longitude * 100) / 100 }
    }),
    openLocation: asyncApi(
      host,
      'openLocation',
      async ({ latitude, longitude, name, scale }) => {
        // The coordinates are GCJ-02; OpenStreetMap wants WGS-84.
        const [lat, lon] = toWgs84(latitude, longitude)
        const zoom = Math.min(Math.max(Number(scale) || 16, 3), 19)
        const opened = await host.call('openPage', { url: `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=${zoom}/${lat}/${lon}`, label: String(name ?? '') })
        if (!opened) throw 'cancel'
      },
      { latitude: 'Number', longitude: 'Number' },
    ),
    chooseLocation: choose('chooseLocation'),
    choosePoi: choose('choosePoi'),
    startLocationUpdate: start('startLocationUpdate'),
    startLocationUpdateBackground: start('startLocationUpdateBackground'),
    stopLocationUpdate: asyncApi(host, 'stopLocationUpdate', async () => void (await host.call('stopPosition'))),
    onLocationChange,
    offLocationChange,
    ...eventPair(host, 'LocationChangeError', 'positionError'),
  }
}

function inSystem(position: Loose, type: string): Loose {
  if (type === 'wgs84') return position
  if (type !== 'gcj02') throw apiFailure(`parameter error: invalid type "${type}"`)
  const [latitude, longitude] = toGcj02(position.latitude, position.longitude)
  return { ...position, latitude, longitude }
}

/** Krasovsky's ellipsoid, which GCJ-02 is computed with: semi-major axis in metres, square of the eccentricity. */
const AXIS = 6378245
const ECCENTRICITY = 0.00669342162296594323

/** Offset of GCJ-02 (the coordinates of maps in China) from WGS-84, degrees. Outside of China there is none. */
function gcjOffset(latitude: number, longitude: number): [latitude: number, longitude: number] {
  if (longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271) return [0, 0]
  const x = longitude - 105
  const y = latitude - 35
  const { PI, sin, cos, sqrt, abs } = Math
  /** The three waves along one axis that both offsets are made of. */
  const waves = (of: number, big: number, small: number): number =>
    ((20 * sin(of * PI) + 40 * sin((of / 3) * PI) + big * sin((of / 12) * PI) + small * sin((of / 30) * PI)) * 2) / 3
  const ripple = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3
  const dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple + waves(y, 160, 320)
  const dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple + waves(x, 150, 300)
  const radians = (latitude / 180) * PI
  const magic = 1 - ECCENTRICITY * sin(radians) ** 2
  return [
    (dLat * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * sqrt(magic))) * PI),
    (dLon * 180) / ((AXIS / sqrt(magic)) * cos(radians) * PI),
  ]
}

export function toGcj02(latitude: number, longitude: number): [latitude: number, longitude: number] {
  const [north, east] = gcjOffset(latitude, longitude)
  return [latitude + north, longitude + east]
}

/** The inverse, to about a metre: the offset hardly changes over its own length. */
export function toWgs84(latitude: number, longitude: number): [latitude: number, longitude: number] {
  const [north, east] = gcjOffset(latitude, longitude)
  return [latitude - north, longitude - east]
}
