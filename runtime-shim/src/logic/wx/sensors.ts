/** Accelerometer, gyroscope, compass and orientation of the device. */
import { asyncApi, eventPair, type WxHost } from './registry.ts'

/** ms between two events, by the documented names. */
const INTERVALS: Record<string, number> = { game: 20, ui: 60, normal: 200 }

export function wxSensors(host: WxHost): Record<string, unknown> {
  const sensor = (noun: string, event: string, verb: string): Record<string, unknown> => ({
    [`start${verb}`]: asyncApi(host, `start${verb}`, async ({ interval }) => {
      await host.call('startSensor', { sensor: event, interval: INTERVALS[interval] ?? INTERVALS.normal })
    }),
    [`stop${verb}`]: asyncApi(host, `stop${verb}`, async () => void (await host.call('stopSensor', { sensor: event }))),
    ...eventPair(host, `${noun}Change`, event),
  })
  return {
    ...sensor('Accelerometer', 'accelerometer', 'Accelerometer'),
    ...sensor('Gyroscope', 'gyroscope', 'Gyroscope'),
    ...sensor('Compass', 'compass', 'Compass'),
    ...sensor('DeviceMotion', 'deviceMotion', 'DeviceMotionListening'),
  }
}
