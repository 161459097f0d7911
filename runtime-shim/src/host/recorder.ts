/** Records sound from the microphone. */
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'
import { hostFiles } from './files.ts'

interface Call { do: 'start' | 'pause' | 'resume' | 'stop'; duration: number; sampleRate: number; channels: number; bits: number; frames: boolean }

/** ms of one frame. */
const FRAME = 500

const recording: { recorder?: MediaRecorder } = {}

export function hostRecorder(): void {
  hostFiles()
  hostMethod('recorder', async (call: Call) => {
    const { recorder } = recording
    if (call.do === 'start') return startRecording(call)
    if (!recorder) return emitHost('recorder', { type: 'Error', errMsg: 'operateRecorder:fail recorder not start' })
    if (call.do === 'pause' && recorder.state === 'recording') recorder.pause()
    else if (call.do === 'resume' && recorder.state === 'paused') recorder.resume()
    else if (call.do === 'stop') recorder.stop()
  })
}

async function startRecording({ duration, sampleRate, channels, bits, frames }: Call): Promise<void> {
  const fail = (reason: string): void => emitHost('recorder', { type: 'Error', errMsg: `operateRecorder:fail ${reason}` })
  if (recording.recorder) return fail('is recording or paused')
  if (!navigator.mediaDevices || typeof MediaRecorder !== 'function') return fail('not supported in browser')
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { sampleRate, channelCount: channels } })
  } catch (error) {
    return fail((error as Error).name === 'NotAllowedError' ? 'auth deny' : (error as Error).message)
  }
  const recorder = (recording.recorder = new MediaRecorder(stream, { audioBitsPerSecond: bits }))
  const parts: Blob[] = []
  let recorded = 0
  let since = performance.now()
  let limit: ReturnType<typeof setTimeout>
  const run = (): void => {
    since = performance.now()
    limit = setTimeout(() => recorder.stop(), Math.max(0, duration - recorded))
  }
  const rest = (): void => {
    clearTimeout(limit)
    recorded += performance.now() - since
  }
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return
    parts.push(data)
    if (frames) emitHost('recorder', { type: 'FrameRecorded', blob: data, last: recorder.state === 'inactive' })
  }
  recorder.onstart = () => {
    run()
    emitHost('recorder', { type: 'Start' })
  }
  recorder.onpause = () => {
    rest()
    emitHost('recorder', { type: 'Pause' })
  }
  recorder.onresume = () => {
    run()
    emitHost('recorder', { type: 'Resume' })
  }
  recorder.onstop = () => {
    clearTimeout(limit)
    recording.recorder = undefined
    for (const track of stream.getTracks()) track.stop()
    // Stopped while paused: that time has been counted.
    const total = recorded + Math.max(0, Math.min(performance.now() - since, duration - recorded))
    emitHost('recorder', { type: 'Stop', blob: new Blob(parts, { type: recorder.mimeType }), duration: Math.round(total) })
  }
  recorder.start(frames ? FRAME : undefined)
}
