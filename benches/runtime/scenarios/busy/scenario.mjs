/** The page scrolls while a handler works for half a second: what the second thread is for. */

export const scenario = {
  ready: `document.querySelectorAll('.row').length === 300`,
  frames: true,
  // Its taps are made of presses; this click has none.
  without: ['glass-easel'],
  operations: {
    'busy for 500 ms': { scroll: { distance: 3000, speed: 1500 }, start: `() => setTimeout(() => document.querySelector('[id$=work]').click(), 500)` },
  },
}
