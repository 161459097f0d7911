/** Keystrokes in a field that filters 1,000 rows, each until the frame that shows the rows that match. */
import { matching } from './project/data.js'

const rows = (text) => `() => document.querySelector('.rows').childElementCount === ${matching(text).length}`
const key = (letter, text) => ['key', letter, rows(text)]
const focus = ['click', '.search', `() => document.activeElement.localName === 'input'`]
const back = (text) => key('\b', text)

export const scenario = {
  ready: `document.querySelector('.rows')?.childElementCount === 1000`,
  // Its input events carry no value.
  without: ['glass-easel'],
  operations: {
    'first letter, 1,000 → few': { before: [focus, key('q', 'q'), back(''), key('q', 'q'), back('')], step: key('q', 'q') },
    'second letter': { before: [focus, key('p', 'p'), key('l', 'pl'), back('p'), key('r', 'pr'), back('p')], step: key('l', 'pl') },
    'letter taken back, few → 1,000': { before: [focus, key('q', 'q'), back(''), key('q', 'q'), back(''), key('q', 'q')], step: back('') },
  },
}
