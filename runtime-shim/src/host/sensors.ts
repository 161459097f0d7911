/** Sensors of the device, from the browser's motion and orientation events. */
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'
import { waitForTap } from './overlay.ts'

type Sensor = 'accelerometer' | 'gyroscope' | 'compass' | 'deviceMotion'

/** m/s² in one g. */
const GRAVITY = 9.80665

const runningSensors = new Map<Sensor, () => void>()

export function hostSensors(): void {
  hostMethod('startSensor', async ({ sensor, interval }: { sensor: Sensor; interval: number }) => {
    stopSensor(sensor)
    await permission(sensor)
    const turning = sensor === 'compass' || sensor === 'deviceMotion'
    const type = !turning ? 'devicemotion' : sensor === 'compass' && 'ondeviceorientationabsolute' in globalThis ? 'deviceorientationabsolute' : 'deviceorientation'
    let last = -Infinity
    const listener = (event: Event): void => {
      if (event.timeStamp - last < interval) return
      const payload = reading(sensor, event)
      if (!payload) return
      last = event.timeStamp
      emitHost(sensor, payload)
    }
    addEventListener(type, listener)
    runningSensors.set(sensor, () => removeEventListener(type, listener))
  })
  hostMethod('stopSensor', ({ sensor }: { sensor: Sensor }) => stopSensor(sensor))
}

function stopSensor(sensor: Sensor): void {
  runningSensors.get(sensor)?.()
  runningSensors.delete(sensor)
}

/** iOS asks the user, and only after a tap. */
async function permission(sensor: Sensor): Promise<void> {
  const type = (sensor === 'accelerometer' || sensor === 'gyroscope' ? globalThis.DeviceMotionEvent : globalThis.DeviceOrientationEvent) as
    | { requestPermission?(): Promise<string> }
    | undefined
  if (!type) throw 'not supported in browser'
  if (!type.requestPermission) return
  if (!(await waitForTap('允许使用传感器')) || (await type.requestPermission()) !== 'granted') throw 'auth deny'
}

function reading(sensor: Sensor, event: Event): object | undefined {
  if (sensor === 'accelerometer') {
    const { x, y, z } = (event as DeviceMotionEvent).accelerationIncludingGravity ?? {}
    return x == null || y == null || z == null ? undefined : { x: x / GRAVITY, y: y / GRAVITY, z: z / GRAVITY }
  }
  if (sensor === 'gyroscope') {
    const { alpha, beta, gamma } = (event as DeviceMotionEvent).rotationRate ?? {}
    if (alpha == null || beta == null || gamma == null) return undefined
    const radians = Math.PI / 180
    return { x: beta * radians, y: gamma * radians, z: alpha * radians }
  }
  const { alpha, beta, gamma } = event as DeviceOrientationEvent
  if (alpha === null) return undefined
  if (sensor === 'deviceMotion') return { alpha, beta, gamma }
  const north = (event as { webkitCompassHeading?: number }).webkitCompassHeading
  return { direction: north ?? (360 - alpha) % 360, accuracy: 'medium' }
}
