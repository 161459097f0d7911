/** What the wheels of a `picker` show and what its value is, by mode. */

/** A picker's state while its sheet is open. */
export interface PickerModel {
  /** Labels of each wheel. */
  columns(): string[][]
  /** Which row of each wheel is chosen. */
  at(): number[]
  /** A wheel was turned; later wheels may show something else now. */
  turn(column: number, index: number): void
  /** `detail` of `change`. */
  result(): Record<string, unknown>
}

const pad = (n: number, length = 2): string => String(n).padStart(length, '0')

/** Wheels of given lists: `selector` (one list) and `multiSelector`. */
export function listModel(lists: unknown[][], key: string, start: number[], many: boolean): PickerModel {
  const at = lists.map((list, i) => Math.min(Math.max(0, Number(start[i]) || 0), Math.max(0, list.length - 1)))
  return {
    columns: () => lists.map((list) => list.map((item) => String((key && item !== null && typeof item === 'object' ? (item as Record<string, unknown>)[key] : item) ?? ''))),
    at: () => at,
    turn: (column, index) => void (at[column] = index),
    result: () => ({ value: many ? [...at] : at[0] }),
  }
}

/**
 * Wheels of numbers, each of whose limits hang on the numbers before: `first` and `last` bound the whole (a date, a time), `natural` gives what a place
 * may hold otherwise (days of a month).
 */
function numberModel(value: number[], first: number[], last: number[], natural: (place: number, value: number[]) => [number, number], label: (place: number, n: number) => string, text: (value: number[]) => string): PickerModel {
  const limits = (place: number): [number, number] => {
    const [low, high] = natural(place, value)
    const atFirst = first.slice(0, place).every((n, i) => n === value[i])
    const atLast = last.slice(0, place).every((n, i) => n === value[i])
    const from = atFirst ? Math.max(low, first[place]!) : low
    return [from, Math.max(from, atLast ? Math.min(high, last[place]!) : high)]
  }
  const settle = (): void => value.forEach((n, place) => (value[place] = Math.min(Math.max(n, limits(place)[0]), limits(place)[1])))
  settle()
  return {
    columns: () => value.map((_, place) => {
      const [low, high] = limits(place)
      return Array.from({ length: high - low + 1 }, (_, i) => label(place, low + i))
    }),
    at: () => value.map((n, place) => n - limits(place)[0]),
    turn(place, index) {
      value[place] = limits(place)[0] + index
      settle()
    },
    result: () => ({ value: text(value) }),
  }
}

const numbers = (text: string, otherwise: number[]): number[] => {
  const parts = text.split(/[-/:]/).map(Number)
  return otherwise.map((n, i) => (i < parts.length && text && parts[i]! >= 0 ? parts[i]! : n))
}

export function timeModel(value: string, start: string, end: string): PickerModel {
  const now = new Date()
  return numberModel(
    numbers(value, [now.getHours(), now.getMinutes()]), numbers(start, [0, 0]), numbers(end, [23, 59]),
    (place) => [0, place ? 59 : 23], (_, n) => pad(n), (time) => time.map((n) => pad(n)).join(':'),
  )
}

/** `fields`: how many of year, month and day are asked for; `units`: what stands behind the numbers. */
export function dateModel(value: string, start: string, end: string, fields: number, units: string[]): PickerModel {
  const now = new Date()
  const cut = (date: number[]): number[] => date.slice(0, fields)
  const days = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()
  const year = now.getFullYear()
  return numberModel(
    cut(numbers(value, [year, now.getMonth() + 1, now.getDate()])), cut(numbers(start, [year - 100, 1, 1])), cut(numbers(end, [year + 100, 12, 31])),
    (place, date) => (place === 0 ? [0, 9999] : place === 1 ? [1, 12] : [1, days(date[0]!, date[1]!)]),
    (place, n) => (place ? pad(n) : n) + (units[place] ?? ''), (date) => date.map((n, place) => pad(n, place ? 2 : 4)).join('-'),
  )
}
