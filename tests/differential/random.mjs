/** A seeded source of random numbers, so that every run can be repeated. */

/** `pick`, `chance` and the like on one stream of numbers. */
export class Random {
  #state
  constructor(seed) {
    this.#state = seed >>> 0
  }
  /** From 0 up to, but not including, 1 (mulberry32). */
  next() {
    let t = (this.#state = (this.#state + 0x6d2b79f5) >>> 0)
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  below(n) {
    return Math.floor(this.next() * n)
  }
  chance(p) {
    return this.next() < p
  }
  pick(list) {
    return list[this.below(list.length)]
  }
  /** One of `[weight, make]`, made. */
  choose(...options) {
    let at = this.next() * options.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, make] of options) if ((at -= weight) < 0) return make()
    return options.at(-1)[1]()
  }
  many(least, most, make) {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, i) => make(i))
  }
}
