/** Random style sheets of what WeChat's compiler knows, and of mistakes in it. */

/** A small generator of numbers below 1 that answers the same for the same seed. */
function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

class Writer {
  constructor(next) {
    this.next = next
  }
  below(n) {
    return Math.floor(this.next() * n)
  }
  chance(p) {
    return this.next() < p
  }
  /** One of the arguments; functions are called. */
  one(...choices) {
    const choice = choices[this.below(choices.length)]
    return typeof choice === 'function' ? choice() : choice
  }
  many(least, most, separator, make) {
    return Array.from({ length: least + this.below(most - least + 1) }, make).join(separator)
  }
  space() {
    return this.chance(0.75) ? '' : this.one(' ', '\n', '  ', '\t', '\r\n', ' /* c */ ', '/*10rpx*/')
  }
  gap() {
    return this.chance(0.8) ? ' ' : this.one('  ', '\n', '\t', ' \r\n ')
  }

  number() {
    return this.one('0', '1', '2', '3', '5', '10', '16', '33.3', '.5', '0.5', '100', '750', '1000', '0.0', '7', '15', '99.99', '12.75', '1024', () => String(this.below(800)))
  }
  rpx() {
    return this.one('', '', '', '-', '+') + this.number() + 'rpx'
  }
  length() {
    return this.chance(0.6) ? this.rpx() : this.one('10px', '0', '1em', '50%', '3vw', '1.5', '100vh', '10RPX', '10Rpx', '1e2rpx', '10rpxx', 'a10rpx', '10 rpx', '2rem', '-1px')
  }
  color() {
    return this.one('#fff', '#A1b2C3', '#GGG', 'red', 'rgba(0,0,0,.5)', 'rgba( 0 , 0 , 0 , .5 )', 'hsl(120,50%,50%)', 'currentColor', 'transparent')
  }
  sum() {
    return `${this.length()} ${this.one('+', '-', '*', '/')} ${this.one(() => this.length(), () => `(${this.sum()})`)}`
  }
  call() {
    return this.one(
      () => `calc(${this.space()}${this.sum()}${this.space()})`,
      () => `-webkit-calc(${this.sum()})`,
      () => `translate(${this.rpx()},${this.space()}${this.rpx()})`,
      () => `translate3d(${this.rpx()}, ${this.rpx()}, 0)`,
      () => `var(--x, ${this.rpx()})`,
      () => `var(--a-b)`,
      () => `linear-gradient(to right, ${this.color()} ${this.rpx()}, ${this.color()})`,
      () => `repeat(auto-fill,${this.rpx()})`,
      () => `minmax(${this.rpx()}, 1fr)`,
      () => `env(safe-area-inset-bottom)`,
      () => `cubic-bezier(.4, 0, .2, 1)`,
      () => `drop-shadow(0 ${this.rpx()} ${this.rpx()} ${this.color()})`,
      () => `max(${this.rpx()},${this.rpx()})`,
      () => `attr(data-x)`,
      () => `counter(item)`,
    )
  }
  string() {
    return this.one('"10rpx"', "'10rpx'", '"a b"', "'中文'", '"\\201C"', '""', "''", '"{"', '"}"', '";"', "'/*'", '"*/"', '"//"', "'a,b'", '"url(x)"', `"it's"`, `'"'`, '"😀"')
  }
  url() {
    return this.one('url(https://x.com/a.png)', 'url("https://x.com/10rpx.png")', "url('//x.com/a;b.png')", 'url(data:image/png;base64,iVBORw0KGgo=)', 'url("data:image/svg+xml;utf8,<svg/>")', 'url(https://x.com/a.png?b=1&c=2#d)', 'URL(https://x.com/a.png)')
  }
  term() {
    return this.one(() => this.length(), () => this.length(), () => this.rpx(), () => this.call(), () => this.color(), () => this.one('solid', 'auto', 'none', 'bold', 'a-b', '-webkit-box', 'inherit', '_x'), () => this.string(), () => this.url(), () => `${this.rpx()}/${this.rpx()}`, () => this.number())
  }
  value() {
    return this.many(1, 3, this.gap(), () => (this.chance(0.1) ? `${this.term()}${this.space()},${this.space()}${this.term()}` : this.term()))
  }
  property() {
    return this.one('width', 'color', 'margin', 'x', 'border-radius', '-webkit-box-shadow', 'background', '--x', '--a-b', 'font', '_height', 'Width', 'content', 'transition', 'grid-area', 'a1')
  }
  declaration() {
    if (this.chance(0.03)) return 'filter:progid:DXImageTransform.Microsoft.gradient(startColorstr="#1", endColorstr="#2")'
    if (this.chance(0.02)) return 'filter:alpha(opacity=50)'
    const important = this.chance(0.1) ? this.one('!important', ' !important', ' ! important', '!IMPORTANT') : ''
    return `${this.property()}${this.space()}:${this.space()}${this.value()}${important}`
  }
  declarations() {
    const list = this.many(0, 4, ';' + this.space(), () => this.declaration())
    return this.space() + list + (list && this.chance(0.5) ? ';' : '') + this.space()
  }

  name() {
    return this.one('a', 'b', 'c', '-a', '_a', 'a--b__c', 'a10rpx', 'A', 'a1', 'page', 'view', 'from')
  }
  pseudo() {
    return this.one(':hover', ':active', ':nth-child(2n+1)', ':nth-child(odd)', ':nth-child( 2n + 1 )', ':nth-last-child(2)', ':first-child', ':last-of-type', '::before', ':after', '::after', '::-webkit-scrollbar', '::placeholder', ':lang(zh)', ':empty', ':focus', ':checked', ':not(.b)', ':not(view)', ':not(:first-child)', ':not([a])', ':not( .b )', ':not(#b)', ':not(page)')
  }
  attribute() {
    return this.one('[a]', '[a=b]', '[a="b"]', "[a='b c']", '[a^="x"]', '[a$=x]', '[a*="10rpx"]', '[a~=b]', '[a|=b]', '[data-a="1"]', '[ a = b ]', '[a="]"]')
  }
  compound() {
    const tag = this.chance(0.3) ? this.one('view', 'page', 'PAGE', 'Page', 'my-comp', 'Text', 'a', 'body', 'html', 'h1', 'button', 'swiper-item') : ''
    const rest = this.many(tag ? 0 : 1, 2, '', () => this.one(() => '.' + this.name(), () => '.' + this.name(), () => '.' + this.name(), () => '#' + this.name(), () => this.attribute()))
    const found = tag.toLowerCase() === 'page' && rest ? tag : tag + rest
    return found + (this.chance(0.3) ? this.pseudo() : '')
  }
  selector() {
    return this.many(1, 3, '', () => this.compound() + '\u0000').split('\u0000').filter(Boolean).join(this.one(' ', '  ', '\n', '>', ' > ', '> ', '+', ' + ', ' /* c */ '))
  }
  selectors() {
    return this.many(1, 3, `${this.space()},${this.space()}`, () => this.selector())
  }
  rule() {
    return `${this.selectors()}${this.space()}{${this.declarations()}}`
  }
  media() {
    const feature = () => this.one('(min-width:100px)', '(max-width : 100px)', '(min-width:100rpx)', '(prefers-color-scheme:dark)', '(prefers-color-scheme: dark)', '(orientation:landscape)', '(-webkit-min-device-pixel-ratio:1.5)', '(min-aspect-ratio:1/2)', '(hover)', '(max-width: 10.5rpx)')
    const query = () => this.one(feature, () => `screen and ${feature()}`, () => `only screen and ${feature()} and ${feature()}`, 'print', () => `not screen and ${feature()}`, 'all')
    return this.many(1, 2, `${this.space()},${this.space()}`, query)
  }
  supports() {
    const test = () => this.one('(display:grid)', '(display: grid)', `(width:10rpx)`, '(width: calc(1px + 10rpx))', '(not (display:grid))', '(--a:0)', '(padding-bottom:env(safe-area-inset-bottom))')
    return this.one(test, () => `not ${test()}`, () => `${test()} and ${test()}`, () => `${test()} or ${test()}`)
  }
  frames() {
    const frame = () => `${this.one('from', 'to', '0%', '50%', '100%', '33.3%', '0%,50%', '0%, 100%', 'from , to')}${this.space()}{${this.declarations()}}`
    return this.space() + this.many(1, 3, this.space(), frame) + this.space()
  }
  atRule(depth) {
    return this.one(
      () => `@media ${this.media()}${this.space()}{${this.rules(depth + 1)}}`,
      () => `@supports ${this.supports()}${this.space()}{${this.rules(depth + 1)}}`,
      () => `@${this.one('', '-webkit-', '-moz-')}keyframes ${this.name()}${this.space()}{${this.frames()}}`,
      () => `@font-face${this.space()}{font-family:${this.one('x', '"x y"')};src:${this.url()} format("truetype")}`,
      () => `@page${this.one('', ' :first')}{${this.declarations()}}`,
    )
  }
  rules(depth) {
    return this.space() + this.many(0, 3, this.space(), () => (depth < 2 && this.chance(0.2) ? this.atRule(depth) : this.rule())) + this.space()
  }

  imports() {
    const files = { 'b.wxss': '.b{x:y}', 'd/c.wxss': '.c{x:1rpx}', 'd/e.wxss': '@import "c.wxss";.e{x:y}', 'd/f.wxss': '@import "../b";.f{x:y}@import "/d/c.wxss";' }
    const path = () => this.one('b.wxss', './b.wxss', 'b', '/b.wxss', '/b', 'd/c.wxss', './d/c', 'd/../b.wxss', 'd/./c.wxss', 'd/e.wxss', 'd/f', '/d/e', '/d/f.wxss', './/b.wxss', ' b.wxss', 'no.wxss', 'a.wxss', '../b.wxss', '')
    const quote = this.one('"', "'")
    const common = () => `@${this.one('import', 'import', 'import', 'IMPORT', 'Import')}${this.one(' ', ' ', '', '\n', '  ', ' /* c */ ')}${quote}${path()}${quote}${this.space()}${this.one(';', ';', ';', '\n', ';\n', '')}`
    const statement = () => (this.chance(0.85) ? common() : this.one(`@import ${quote}b.wxss${quote} screen;`, '@import url(b.wxss);', '@import b.wxss;', `/* @import ${quote}b.wxss${quote}; */`, `.a{@import ${quote}b.wxss${quote};}`, `@media print{@import ${quote}b.wxss${quote};}`, '@import;'))
    return { ...files, 'a.wxss': this.many(1, 4, this.space(), () => (this.chance(0.6) ? statement() : '.a{x:y}')) }
  }

  /** One small mistake. */
  mutated(text) {
    const at = this.below(text.length + 1)
    const mark = this.one('{', '}', '(', ')', ';', ':', ',', '.', '"', "'", '@', '#', '*', '>', '+', '!', '/', '[', ']', '=', '%', ' ', '\n', '1', 'a', '&', '|', '$', '^', '-', '//', '/*', '*/', '<', '?')
    return this.one(
      () => text.slice(0, at) + mark + text.slice(at),
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.slice(0, at) + mark + text.slice(at + 1),
      () => text.slice(0, at),
    )
  }
}

/** `count` cases without answers. */
export function sheets(seed, count) {
  return Array.from({ length: count }, (_, i) => {
    const writer = new Writer(random(seed * 100_003 + i))
    const files = writer.chance(0.15) ? writer.imports() : { 'a.wxss': writer.chance(0.3) ? writer.rules(0) : writer.chance(0.2) ? writer.atRule(0) : writer.rule() }
    const device = { deviceWidth: writer.one(375, 375, 360, 414, 320, 768), ...writer.one({}, {}, {}, { ios: true }, { ios: true, dpr: 1 }, { classPrefix: 'p--' }) }
    return { name: `random-${seed}-${i}`, files, entry: 'a.wxss', ...device }
  })
}

/** The case with one mistake in its entry. */
export function mutated(one, seed, i) {
  const writer = new Writer(random(seed * 100_019 + i))
  return { ...one, name: one.name.replace('random', 'mutated'), files: { ...one.files, 'a.wxss': writer.mutated(one.files['a.wxss']).toWellFormed() } }
}
