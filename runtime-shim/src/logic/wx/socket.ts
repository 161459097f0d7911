/** `wx.connectSocket` over `WebSocket`, and the older functions that act on the last socket. */
import { apiFailure, asyncApi, Emitter, typeName, type CallOptions, type Loose, type WxHost } from './registry.ts'

const MAX_SOCKETS = 5
const SOCKET_EVENTS = ['Open', 'Message', 'Close', 'Error'] as const

export function wxSocket(host: WxHost): Record<string, unknown> {
  const open = new Set<WebSocket>()
  let last: Loose
  const connect = (options: CallOptions, task: Loose): void => {
    if (!/^wss?:\/\/[^/?#]/i.test(options.url)) throw apiFailure('invalid url', { errno: 600009 })
    if (open.size >= MAX_SOCKETS) throw apiFailure('reach max websocket connect count 5', { errno: 600007 })
    const socket = new WebSocket(options.url, options.protocols ?? [])
    open.add(socket)
    task.attach(socket, Number(options.timeout ?? host.config.networkTimeout?.connectSocket) || 60000, () => open.delete(socket))
    last = task
  }
  const onLast = (name: string): unknown => (listener: unknown) => host.event(`socket${name}`).add(listener)
  return {
    connectSocket(options: CallOptions) {
      const task = socketTask(host, (name, payload) => task === last && host.event(`socket${name}`).fire(payload))
      const run = asyncApi(host, 'connectSocket', (given) => connect(given, task), { url: 'String' })
      run(options)?.catch(() => undefined)
      const { attach: _attach, ...visible } = Object.getOwnPropertyDescriptors(task)
      return Object.defineProperties({}, visible)
    },
    sendSocketMessage: (options: CallOptions) => (last ?? socketTask(host)).send(options),
    closeSocket: (options: CallOptions) => (last ?? socketTask(host)).close(options),
    onSocketOpen: onLast('Open'),
    onSocketMessage: onLast('Message'),
    onSocketClose: onLast('Close'),
    onSocketError: onLast('Error'),
  }
}

/** A `SocketTask`, first without a connection. `fired` hears of every event. */
function socketTask(host: WxHost, fired: (name: string, payload: unknown) => void = () => undefined): Loose {
  let socket: WebSocket | undefined
  const emitters = Object.fromEntries(SOCKET_EVENTS.map((name) => [name, new Emitter(host)])) as Record<(typeof SOCKET_EVENTS)[number], Emitter>
  const fire = (name: (typeof SOCKET_EVENTS)[number], payload: unknown): void => {
    emitters[name].fire(payload)
    fired(name, payload)
  }
  return {
    CONNECTING: 0,
    OPEN: 1,
    CLOSING: 2,
    CLOSED: 3,
    get readyState() {
      return socket ? socket.readyState : 3
    },
    send: asyncApi(host, 'sendSocketMessage', ({ data }) => {
      if (socket?.readyState !== 1) throw 'WebSocket is not connected'
      if (typeof data !== 'string' && !(data instanceof ArrayBuffer) && !ArrayBuffer.isView(data)) {
        throw `parameter error: parameter.data should be String instead of ${typeName(data)};`
      }
      socket.send(data as string)
    }),
    close: asyncApi(host, 'closeSocket', ({ code, reason }) => {
      if (!socket || socket.readyState > 1) throw 'WebSocket is not connected'
      socket.close(code ?? 1000, reason ?? '')
    }),
    ...Object.fromEntries(SOCKET_EVENTS.map((name) => [`on${name}`, (listener: unknown) => emitters[name].add(listener)])),
    attach(opened: WebSocket, timeout: number, closed: () => void) {
      socket = opened
      socket.binaryType = 'arraybuffer'
      const timer = setTimeout(() => {
        fire('Error', { errMsg: 'connectSocket:fail timeout' })
        opened.close()
      }, timeout)
      socket.onopen = () => {
        clearTimeout(timer)
        fire('Open', { header: {}, profile: {} })
      }
      socket.onmessage = ({ data }) => fire('Message', { data })
      socket.onerror = () => fire('Error', { errMsg: 'connectSocket:fail network error' })
      socket.onclose = ({ code, reason }) => {
        clearTimeout(timer)
        closed()
        fire('Close', { code, reason })
      }
    },
  }
}
