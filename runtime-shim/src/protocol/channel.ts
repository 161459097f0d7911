/** Connections between the two sides: a pair of ends in one process, and where the logic thread finds its own. */
import type { Channel, ToLogic, ToView } from './messages.ts'

/** Where the view leaves the logic side's end before it loads the logic script into the page (`--threads 1`). */
export const LOGIC_CHANNEL = '$wxcChannel'

/** Two connected ends in one process. Messages arrive in order and never inside `send`. */
export function channelPair(): { logic: Channel<ToLogic, ToView>; view: Channel<ToView, ToLogic> } {
  const up = lane<ToLogic>()
  const down = lane<ToView>()
  return { logic: { send: down.push, listen: up.listen }, view: { send: up.push, listen: down.listen } }
}

function lane<T>(): { push(message: T): void; listen(receive: (message: T) => void): void } {
  let receiver: ((message: T) => void) | undefined
  let queue: T[] = []
  const drain = (): void => {
    while (receiver && queue.length) {
      const batch = queue
      queue = []
      for (const message of batch) receiver(message)
    }
  }
  return {
    push(message) {
      if (queue.push(message) === 1) queueMicrotask(drain)
    },
    listen(receive) {
      receiver = receive
      queueMicrotask(drain)
    },
  }
}
