/** `wx.getRecorderManager`, and the recording functions of old programs. The browser chooses the format. */
import { addTempFile } from './filespace.ts'
import { asyncApi, Emitter, type Loose, type WxHost } from './registry.ts'

const RECORDER_EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd'] as const

/** Payload of the host's event `recorder`. */
interface RecorderEvent {
  type: 'Start' | 'Pause' | 'Resume' | 'Stop' | 'FrameRecorded' | 'Error'
  blob?: Blob
  duration?: number
  last?: boolean
  errMsg?: string
}

export function wxRecorder(host: WxHost): Record<string, unknown> {
  const emitters = Object.fromEntries(RECORDER_EVENTS.map((name) => [name, new Emitter(host)])) as Record<(typeof RECORDER_EVENTS)[number], Emitter>
  const heard = async ({ type, blob, duration, last, errMsg }: RecorderEvent): Promise<void> => {
    if (type === 'Error') emitters.Error.fire({ errMsg })
    else if (type === 'Stop') emitters.Stop.fire({ tempFilePath: addTempFile(host, blob!), duration, fileSize: blob!.size })
    else if (type === 'FrameRecorded') emitters.FrameRecorded.fire({ frameBuffer: await blob!.arrayBuffer(), isLastFrame: !!last })
    else emitters[type].fire()
  }
  host.on('recorder', heard)
  const start = (options: Loose): void => {
    const { duration, sampleRate, numberOfChannels, encodeBitRate, frameSize } = options ?? {}
    host.post('recorder', {
      do: 'start',
      duration: Math.min(Number(duration) || 60000, 600000),
      sampleRate: sampleRate ?? 8000,
      channels: numberOfChannels ?? 2,
      bits: encodeBitRate ?? 48000,
      frames: Number(frameSize) > 0,
    })
  }
  const manager: Loose = {
    start,
    pause: () => host.post('recorder', { do: 'pause' }),
    resume: () => host.post('recorder', { do: 'resume' }),
    stop: () => host.post('recorder', { do: 'stop' }),
  }
  for (const name of RECORDER_EVENTS) {
    manager[`on${name}`] = (listener: unknown) => emitters[name].add(listener)
    manager[`off${name}`] = (listener?: unknown) => emitters[name].delete(listener)
  }
  return {
    getRecorderManager: () => manager,
    // The old function succeeds when the recording ends.
    startRecord: asyncApi(
      host,
      'startRecord',
      () =>
        new Promise((resolve, reject) => {
          const done = (): void => {
            emitters.Stop.delete(stopped)
            emitters.Error.delete(failed)
          }
          const stopped = ({ tempFilePath }: Loose): void => {
            done()
            resolve({ tempFilePath })
          }
          const failed = ({ errMsg }: Loose): void => {
            done()
            reject(errMsg)
          }
          emitters.Stop.add(stopped)
          emitters.Error.add(failed)
          start({ duration: 60000 })
        }),
    ),
    stopRecord: asyncApi(host, 'stopRecord', () => manager.stop()),
  }
}
