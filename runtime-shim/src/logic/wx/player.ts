/** Sound that the page plays: what inner audio contexts and the background audio manager have in common. */
import { Emitter, type Loose, type WxHost } from './registry.ts'

/** What the page tells with every event `audio`. */
export interface AudioEvent {
  id: number
  /** `canplay`, `timeupdate` …; `state` when only the fields changed. */
  type: string
  state?: { duration: number; currentTime: number; paused: boolean; buffered: number }
  error?: { errMsg: string; errCode: number }
}

/** Arguments of the call `audio`. */
export interface AudioCall {
  id: number
  do: 'set' | 'play' | 'pause' | 'stop' | 'seek' | 'destroy'
  name?: string
  value?: unknown
}

const numbers = { last: 0 }

/** An object with the fields and methods of a player. `fields` are writable and their first values; each event in `events` (`Play`) gets `onPlay` and `offPlay`. */
export function player(host: WxHost, fields: Record<string, Loose>, events: string[]): Loose {
  const id = ++numbers.last
  const values = { ...fields }
  let state: NonNullable<AudioEvent['state']> = { duration: 0, currentTime: 0, paused: true, buffered: 0 }
  const send = (call: Omit<AudioCall, 'id'>): void => host.post('audio', { id, ...call } satisfies AudioCall)
  const emitters: Record<string, Emitter> = {}
  const self: Loose = {
    play: () => send({ do: 'play' }),
    pause: () => send({ do: 'pause' }),
    stop: () => send({ do: 'stop' }),
    seek: (position: number) => send({ do: 'seek', value: Number(position) || 0 }),
    destroy() {
      send({ do: 'destroy' })
      host.event('audio').delete(heard)
    },
  }
  // The page names players by it.
  Object.defineProperty(self, 'playerId', { value: id })
  for (const name in fields) {
    Object.defineProperty(self, name, {
      enumerable: true,
      get: () => values[name],
      set(value: Loose) {
        values[name] = value
        send({ do: 'set', name, value })
      },
    })
  }
  for (const name of ['duration', 'currentTime', 'paused', 'buffered'] as const) Object.defineProperty(self, name, { enumerable: true, get: () => state[name] })
  for (const name of events) {
    const emitter = (emitters[name.toLowerCase()] = new Emitter(host))
    self[`on${name}`] = (listener: unknown) => emitter.add(listener)
    self[`off${name}`] = (listener?: unknown) => emitter.delete(listener)
  }
  const heard = (event: AudioEvent): void => {
    if (event.id !== id) return
    state = event.state ?? state
    emitters[event.type]?.fire(event.error)
  }
  host.on('audio', heard)
  return self
}
