// Half a second of work that nothing interrupts.
export const ROWS = Array.from({ length: 300 }, (_, i) => i)

export function work() {
  const end = Date.now() + 500
  let n = 0
  while (Date.now() < end) n++
  return n
}
