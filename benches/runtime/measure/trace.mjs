/** What a trace says about one input: JavaScript of the main thread, all its tasks, and when the frame was there that shows the answer. */

/** The input events an interaction begins with; the first one counts. */
const INPUTS = ['pointerup', 'mouseup', 'click', 'keydown', 'keypress', 'input']
const SCRIPT = ['EventDispatch', 'FunctionCall', 'RunMicrotasks', 'FireAnimationFrame', 'TimerFire', 'HandlePostMessage', 'EvaluateScript']

/**
 * `{script, main, frame}` in ms, from the input event behind `bench-go` to the end of the first commit behind `bench-done`. `script` and `main` are processor time of the
 * thread: what other programs do meanwhile does not count.
 */
export function readTrace(events) {
  const marks = (name) => events.filter((event) => event.cat.includes('blink.user_timing') && event.name === name)
  const [go] = marks('bench-go')
  const done = marks('bench-done').find((event) => event.ts > go.ts)
  const own = events.filter((event) => event.pid === go.pid && event.tid === go.tid).sort((a, b) => a.ts - b.ts)
  const start = own.find((event) => event.name === 'EventDispatch' && INPUTS.includes(event.args?.data?.type) && event.ts >= go.ts)
  if (!start || !done) throw new Error('no input event or no end in the trace')
  const last = own.find((event) => event.name === 'Commit' && event.ts >= done.ts)
  if (!last) throw new Error('no commit in the trace')
  const end = last.ts + (last.dur ?? 0)
  return {
    script: processor(own.filter((event) => SCRIPT.includes(event.name)), start.ts, end),
    main: processor(own.filter((event) => event.name === 'RunTask'), start.ts, end),
    frame: (end - start.ts) / 1000,
  }
}

/** Processor time in ms of the (sorted) events that begin between `from` and `to`, each in others once. */
function processor(events, from, to) {
  let sum = 0
  for (const { ts, dur = 0, tdur = 0 } of events) {
    if (ts < from || ts >= to) continue
    sum += tdur
    from = ts + dur
  }
  return sum / 1000
}
