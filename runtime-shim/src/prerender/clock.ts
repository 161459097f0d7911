/** Time and chance stand still while a first frame is made: the same project gives the same bytes, today and tomorrow, here and there. */

/** 2024-01-01, midnight UTC. */
const NOW = 1704067200000
/** The zone of most users: UTC+8, the whole year. */
const ZONE = 8

const FIELDS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Replaces `Date`, `Math.random` and `performance` of a realm. */
export function stopClock(scope: typeof globalThis): void {
  const Real = scope.Date
  const shift = ZONE * 3600000
  /** Local time written as if it were UTC. */
  const shifted = (date: Date): Date => new Real(date.getTime() + shift)
  const local = (args: number[]): number => {
    const [year = 0, month = 0, ...rest] = args
    return Real.UTC(year, month, ...rest) - shift
  }
  const parse = (text: string): number => {
    const zoned = /z$|gmt|utc|[+-]\d\d:?\d\d$|^[+-]?\d{4,6}(-\d\d){0,2}$/i.test(text.trim())
    const time = Real.parse(zoned ? text : `${text.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T')}${/T/.test(text) || /^\d{4}-\d\d-\d\d /.test(text.trim()) ? 'Z' : ' UTC'}`)
    return zoned ? time : time - shift
  }
  function Fixed(this: unknown, ...args: unknown[]): unknown {
    if (!new.target) return String(new Real(NOW))
    const [first] = args
    const time = args.length === 0 ? NOW : args.length > 1 ? local(args.map(Number)) : first instanceof Real ? first.getTime() : typeof first === 'string' ? parse(first) : Number(first)
    return Reflect.construct(Real, [time], new.target)
  }
  Fixed.prototype = Real.prototype
  Object.assign(Fixed, { now: () => NOW, UTC: Real.UTC, parse: (text: unknown) => parse(String(text)) })
  const methods: Record<string, unknown> = { constructor: Fixed, getTimezoneOffset: () => -ZONE * 60 }
  for (const field of FIELDS) {
    const get = `getUTC${field}` as 'getUTCDate'
    const set = `setUTC${field}` as 'setUTCDate'
    methods[`get${field}`] = function (this: Date) {
      return shifted(this)[get]()
    }
    if (field !== 'Day') {
      methods[`set${field}`] = function (this: Date, ...values: [number]) {
        const date = shifted(this)
        date[set](...values)
        return this.setTime(date.getTime() - shift)
      }
    }
  }
  const two = (n: number): string => String(n).padStart(2, '0')
  const text = (date: Date, day: boolean, time: boolean): string => {
    const at = shifted(date)
    if (Number.isNaN(at.getTime())) return 'Invalid Date'
    const parts = [
      day && `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${two(at.getUTCDate())} ${at.getUTCFullYear()}`,
      time && `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} GMT+0${ZONE}00`,
    ]
    return parts.filter(Boolean).join(' ')
  }
  const locale = (date: Date, day: boolean, time: boolean): string => {
    const at = shifted(date)
    if (Number.isNaN(at.getTime())) return 'Invalid Date'
    const parts = [
      day && `${at.getUTCFullYear()}/${at.getUTCMonth() + 1}/${at.getUTCDate()}`,
      time && `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
    ]
    return parts.filter(Boolean).join(' ')
  }
  for (const [name, print] of [['', text], ['Locale', locale]] as const) {
    methods[`to${name}String`] = function (this: Date) {
      return print(this, true, true)
    }
    methods[`to${name}DateString`] = function (this: Date) {
      return print(this, true, false)
    }
    methods[`to${name}TimeString`] = function (this: Date) {
      return print(this, false, true)
    }
  }
  for (const name of Object.keys(methods)) Object.defineProperty(Real.prototype, name, { value: methods[name], writable: true, configurable: true })
  let seed = 1
  const random = (): number => {
    // A linear congruential generator: enough to look like chance.
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 4294967296
  }
  Object.assign(scope.Math, { random })
  Object.assign(scope, { Date: Fixed, performance: { timeOrigin: NOW, now: () => 0, mark() {}, measure() {}, getEntries: () => [], getEntriesByType: () => [], getEntriesByName: () => [] } })
}
