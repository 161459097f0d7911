/** Form controls: text fields, choices, slider, pickers, and the form that collects them. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { startElements } from './harness.mjs'

let app, page, phone
before(async () => {
  app = await startElements()
  page = await app.page({ locale: 'zh-CN' })
  phone = await app.page({ touch: true })
})
afterEach(() => assert.deepEqual(app.problems.splice(0), []))
after(() => app.stop())

const shown = (selector) => page.evaluate((selector) => document.querySelector(selector).checkVisibility(), selector)
const field = (selector = 'wx-input') => page.evaluate((selector) => document.querySelector(selector + ' .wx-field').value, selector)
async function drag(from, to) {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move(...to, { steps: 8 })
  await page.mouse.up()
}
const middle = async (selector) => {
  const { left, top, width, height } = await page.box(selector)
  return [left + width / 2, top + height / 2]
}

test('input: typing reports, the placeholder goes and comes', async () => {
  await page.mount('<wx-input placeholder="name" placeholder-class="ph" class="x s1a" style="padding:5px 10px"></wx-input>')
  assert.equal(await page.evaluate(() => document.querySelector('.wx-placeholder').className), 'wx-placeholder ph s1a')
  assert.equal((await page.box('.wx-placeholder')).left, 10)
  await page.click('wx-input')
  assert.deepEqual(await page.event('focus'), { value: '', height: 0 })
  await page.keyboard.type('ab')
  assert.deepEqual(await page.event('input', 1), { value: 'ab', cursor: 2, keyCode: 66 })
  assert.equal(await shown('.wx-placeholder'), false)
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.event('input', 3)
  assert.equal(await shown('.wx-placeholder'), true)
  await page.evaluate(() => document.activeElement.blur())
  assert.deepEqual(await page.event('blur'), { value: '', cursor: 0 })
})

test('input: the handler may replace what was typed', async () => {
  await page.mount('<wx-input></wx-input>')
  await page.evaluate(() => (replies.input = ({ value }) => ({ value: value.replace(/\D/g, ''), cursor: 1 })))
  await page.click('wx-input')
  await page.keyboard.type('1x')
  await page.waitForFunction(() => document.querySelector('.wx-field').value === '1')
  await page.evaluate(() => (replies.input = ({ value }) => value.toUpperCase()))
  await page.keyboard.type('a')
  await page.waitForFunction(() => document.querySelector('.wx-field').value === '1A')
  await page.evaluate(() => delete replies.input)
})

test('input: an echo that comes late does not undo later typing; other values from data do', async () => {
  await page.mount('<wx-input></wx-input>')
  await page.click('wx-input')
  await page.keyboard.type('abc')
  await page.event('input', 2)
  await page.set('wx-input', 'value', 'a')
  assert.equal(await field(), 'abc')
  await page.set('wx-input', 'value', 'abc')
  await page.set('wx-input', 'value', '')
  assert.equal(await field(), '')
})

test('input: maxlength, types, password, enter key', async () => {
  await page.mount('<wx-input id=a maxlength=3></wx-input><wx-input id=b type=digit></wx-input><wx-input id=c password></wx-input><wx-input id=d maxlength=-1 confirm-type=search></wx-input>')
  await page.click('#a')
  await page.keyboard.type('abcdef')
  assert.equal(await field('#a'), 'abc')
  await page.set('#a', 'value', 'uvwxyz')
  assert.equal(await field('#a'), 'uvw')
  const attributes = (selector, ...names) => page.evaluate(([selector, names]) => names.map((name) => document.querySelector(selector + ' input')[name]), [selector, names])
  assert.deepEqual(await attributes('#b', 'type', 'inputMode'), ['text', 'decimal'])
  assert.deepEqual(await attributes('#c', 'type'), ['password'])
  assert.deepEqual(await attributes('#d', 'maxLength', 'enterKeyHint'), [-1, 'search'])
})

test('input: confirm leaves the field unless it is held', async () => {
  await page.mount('<wx-input id=a value=x></wx-input><wx-input id=b confirm-hold></wx-input>')
  await page.click('#a')
  await page.keyboard.press('Enter')
  assert.deepEqual(await page.event('confirm'), { value: 'x' })
  await page.event('blur')
  await page.click('#b')
  await page.keyboard.press('Enter')
  await page.event('confirm', 1)
  assert.equal((await page.details('blur')).length, 1)
})

test('input: focus and selection from data', async () => {
  await page.mount('<wx-input id=a value=abcdef selection-start=1 selection-end=3></wx-input>')
  await page.set('#a', 'focus', true)
  await page.event('focus')
  assert.deepEqual(await page.evaluate(() => [document.activeElement.selectionStart, document.activeElement.selectionEnd]), [1, 3])
  await page.set('#a', 'focus', false)
  await page.event('blur')
  await page.mount('<wx-input auto-focus value=abc cursor=1></wx-input>')
  await page.event('focus')
  assert.equal(await page.evaluate(() => document.activeElement.selectionStart), 1)
})

test('input: a field that is hidden at first gets its focus when it shows', async () => {
  await page.mount('<div id=later style="visibility:hidden"><wx-input focus></wx-input></div>')
  assert.deepEqual(await page.types(), [])
  await page.evaluate(() => (document.querySelector('#later').style.cssText = 'display:none'))
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.evaluate(() => (document.querySelector('#later').style.cssText = ''))
  await page.event('focus')
})

test('input: composed text is reported when it is complete', async () => {
  await page.mount('<wx-input placeholder=x></wx-input>')
  await page.click('wx-input')
  const client = await page.context().newCDPSession(page)
  await client.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 })
  await page.waitForFunction(() => document.querySelector('.wx-field').value === 'ni')
  assert.equal(await shown('.wx-placeholder'), false)
  assert.deepEqual(await page.details('input'), [])
  await page.set('wx-input', 'value', 'zzz')
  assert.equal(await field(), 'ni')
  await client.send('Input.insertText', { text: '你' })
  assert.equal((await page.event('input')).value, '你')
  assert.equal((await page.details('input')).length, 1)
})

test('input: disabled', async () => {
  await page.mount('<wx-input disabled value=x></wx-input>')
  await page.click('wx-input')
  await page.keyboard.type('a')
  assert.equal(await field(), 'x')
  assert.deepEqual(await page.types(), [])
})

test('textarea: grows with its text and counts lines', async () => {
  await page.mount('<wx-textarea auto-height style="width:200px;line-height:20px;height:200px"></wx-textarea>')
  const before = (await page.box('wx-textarea')).height
  assert.equal(before, 20)
  await page.click('wx-textarea')
  await page.keyboard.type('a')
  await page.keyboard.press('Enter')
  await page.keyboard.type('b')
  await page.waitForFunction(() => document.querySelector('wx-textarea').offsetHeight === 40)
  const last = (await page.details('linechange')).at(-1)
  assert.deepEqual(last, { height: 40, heightRpx: 80, lineCount: 2, lineHeight: 20 })
  assert.equal((await page.details('input')).at(-1).value, 'a\nb')
})

test('textarea: confirm types other than return confirm', async () => {
  await page.mount('<wx-textarea confirm-type=send></wx-textarea>')
  assert.deepEqual(await page.box('wx-textarea').then(({ width, height }) => [width, height]), [300, 150])
  await page.click('wx-textarea')
  await page.keyboard.type('hi')
  await page.keyboard.press('Enter')
  assert.deepEqual(await page.event('confirm'), { value: 'hi' })
})

test('checkbox group', async () => {
  await page.mount('<wx-checkbox-group id=g><wx-checkbox value=a checked>a</wx-checkbox><wx-label><wx-checkbox id=b value=b></wx-checkbox><wx-view id=l>label</wx-view></wx-label><wx-checkbox id=c value=c disabled>c</wx-checkbox></wx-checkbox-group>')
  const groupChanges = () => page.evaluate(() => events.filter((event) => event.type === 'change' && event.id === 'g').map((event) => event.detail.value))
  await page.click('#b')
  await page.click('#l')
  assert.deepEqual(await groupChanges(), [['a', 'b'], ['a']])
  await page.click('#c', { force: true })
  await page.focus('wx-checkbox')
  await page.keyboard.press(' ')
  await page.waitForFunction(() => !document.querySelector('wx-checkbox .wx-checkbox-input-checked'))
  assert.equal(await page.getAttribute('wx-checkbox', 'aria-checked'), 'false')
  assert.equal(await page.getAttribute('#c', 'aria-disabled'), 'true')
})

test('radio group: one of them, arrows move', async () => {
  await page.mount('<wx-radio-group id=g><wx-radio id=a value=a checked>a</wx-radio><wx-radio id=b value=b>b</wx-radio><wx-radio id=c value=c>c</wx-radio></wx-radio-group>')
  const on = () => page.evaluate(() => [...document.querySelectorAll('wx-radio')].filter((radio) => radio.querySelector('.wx-radio-input-checked')).map((radio) => radio.id).join())
  const groupChanges = () => page.evaluate(() => events.filter((event) => event.type === 'change' && event.id === 'g').map((event) => event.detail.value))
  await page.click('#b')
  assert.equal(await on(), 'b')
  await page.click('#b')
  await page.keyboard.press('ArrowDown')
  assert.equal(await on(), 'c')
  assert.deepEqual(await groupChanges(), ['b', 'c'])
  await page.set('#a', 'checked', false)
  await page.set('#a', 'checked', true)
  assert.equal(await on(), 'a')
})

test('switch, by mouse, keyboard and label', async () => {
  await page.mount('<wx-switch id=s></wx-switch><wx-label for=s id=l>label</wx-label>')
  await page.click('#s')
  assert.deepEqual(await page.event('change'), { value: true })
  await page.click('#l')
  assert.deepEqual(await page.event('change', 1), { value: false })
  await page.focus('#s')
  await page.keyboard.press(' ')
  assert.deepEqual(await page.event('change', 2), { value: true })
  assert.equal(await page.getAttribute('#s', 'aria-checked'), 'true')
})

test('slider: dragged, tapped, by keys', async () => {
  await page.mount('<wx-slider min=0 max=10 step=0.5 value=2 show-value></wx-slider>')
  const { left, width, top } = await page.box('.wx-slider-handle-wrapper')
  await drag(await middle('.wx-slider-thumb'), [left + width * 0.62, top])
  const changing = await page.details('changing')
  assert.ok(changing.length > 1)
  assert.deepEqual(await page.event('change'), { value: 6 })
  await page.mouse.click(left + width * 0.1, top)
  assert.deepEqual(await page.event('change', 1), { value: 1 })
  await page.focus('wx-slider')
  await page.keyboard.press('ArrowRight')
  assert.deepEqual(await page.event('change', 2), { value: 1.5 })
  await page.keyboard.press('End')
  assert.equal(await page.textContent('.wx-slider-value'), '10')
  assert.equal(await page.getAttribute('wx-slider', 'aria-valuenow'), '10')
})

test('form: collects what is named and resets it', async () => {
  await page.mount(`<wx-form><wx-input name=i value=x></wx-input><wx-textarea name=t></wx-textarea><wx-switch name=s checked></wx-switch><wx-slider name=n value=30></wx-slider>
    <wx-checkbox-group name=c><wx-checkbox value=1 checked></wx-checkbox><wx-checkbox value=2></wx-checkbox></wx-checkbox-group><wx-radio-group name=r><wx-radio value=a></wx-radio><wx-radio value=b checked></wx-radio></wx-radio-group>
    <wx-picker name=p mode=date value=2020-01-02>p</wx-picker><wx-button form-type=submit id=ok>ok</wx-button><wx-button form-type=reset id=no>no</wx-button></wx-form>`)
  await page.click('wx-input')
  await page.keyboard.type('y')
  await page.click('wx-switch')
  await page.click('wx-radio')
  await page.click('#ok')
  assert.deepEqual((await page.event('submit')).value, { i: 'xy', t: '', s: false, n: 30, c: ['1'], r: 'a', p: '2020-01-02' })
  await page.click('#no')
  await page.event('reset')
  await page.click('#ok')
  assert.deepEqual((await page.event('submit', 1)).value, { i: 'x', t: '', s: true, n: 30, c: ['1'], r: 'b', p: '2020-01-02' })
})

const wheel = (n) => page.evaluate((n) => document.querySelectorAll('.wx-wheel')[n].ariaValueText, n)

test('picker: selector, with keys', async () => {
  await page.mount('<wx-picker id=p>choose</wx-picker>')
  await page.set('#p', 'range', [{ n: 'one' }, { n: 'two' }, { n: 'three' }])
  await page.set('#p', 'range-key', 'n')
  await page.focus('#p')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.wx-picker[open]')
  assert.equal(await wheel(0), 'one')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(() => document.querySelector('.wx-wheel').ariaValueText === 'two')
  await page.keyboard.press('Enter')
  assert.deepEqual(await page.event('change'), { value: 1 })
  await page.waitForSelector('.wx-picker', { state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement.id), 'p')
})

test('picker: cancelled by the button, the veil and Escape', async () => {
  await page.mount('<wx-picker id=p mode=time value=12:30>choose</wx-picker>')
  const ways = [() => page.click('.wx-picker header button'), () => page.mouse.click(10, 10), () => page.keyboard.press('Escape')]
  for (let n = 0; n < ways.length; n++) {
    await page.click('#p')
    await page.waitForSelector('.wx-picker[open]')
    await ways[n]()
    await page.event('cancel', n)
    await page.waitForSelector('.wx-picker', { state: 'detached' })
  }
  assert.deepEqual(await page.details('change'), [])
})

test('picker: dates keep to their limits and to the length of months', async () => {
  await page.mount('<wx-picker id=p mode=date value=2024-02-29 start=2023-03-05 end=2024-06-10>choose</wx-picker>')
  await page.click('#p')
  await page.waitForSelector('.wx-picker[open]')
  assert.deepEqual([await wheel(0), await wheel(1), await wheel(2)], ['2024年', '02月', '29日'])
  await page.waitForFunction(() => document.querySelector('.wx-picker > div').getAnimations().length === 0)
  const [x, y] = await middle('.wx-wheel')
  await page.mouse.click(x, y - 34)
  await page.waitForFunction(() => document.querySelector('.wx-wheel').ariaValueText === '2023年')
  assert.deepEqual([await wheel(1), await wheel(2)], ['03月', '29日'])
  assert.equal(await page.evaluate(() => document.querySelectorAll('.wx-wheel')[2].firstChild.textContent), '05日')
  await page.click('.wx-picker header button:last-child')
  assert.deepEqual(await page.event('change'), { value: '2023-03-29' })
})

test('picker: columns that depend on each other', async () => {
  await page.mount('<wx-picker id=p mode=multiSelector>choose</wx-picker>')
  await page.set('#p', 'range', [['a', 'b'], ['a1', 'a2']])
  await page.set('#p', 'value', [0, 1])
  await page.click('#p')
  await page.waitForSelector('.wx-picker[open]')
  await page.focus('.wx-wheel')
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await page.event('columnchange'), { column: 0, value: 1 })
  await page.set('#p', 'range', [['a', 'b'], ['b1', 'b2', 'b3']])
  await page.waitForFunction(() => document.querySelectorAll('.wx-wheel')[1].textContent === 'b1b2b3')
  await page.keyboard.press('Enter')
  assert.deepEqual(await page.event('change'), { value: [1, 1] })
})

test('picker: regions', async () => {
  await page.mount('<wx-picker id=p mode=region>choose</wx-picker>')
  await page.set('#p', 'value', ['广东省', '深圳市', '深圳市'])
  await page.click('#p')
  await page.waitForSelector('.wx-picker[open]')
  assert.deepEqual([await wheel(0), await wheel(1), await wheel(2)], ['广东省', '深圳市', '深圳市'])
  await page.click('.wx-picker header button:last-child')
  assert.deepEqual(await page.event('change'), { value: ['广东省', '深圳市', '深圳市'], code: ['440000', '440300', '440300'], postcode: '' })
})

const column = (items) => `<wx-picker-view-column>${items.map((item) => `<wx-view>${item}</wx-view>`).join('')}</wx-picker-view-column>`

test('picker-view: rests where data says, reports turns', async () => {
  await page.mount(`<wx-picker-view style="height:200px" indicator-style="height:50px">${column([1, 2, 3, 4, 5])}${column(['a', 'b'])}</wx-picker-view>`)
  await page.set('wx-picker-view', 'value', [2, 9])
  const tops = () => page.evaluate(() => [...document.querySelectorAll('wx-picker-view-column')].map((column) => Math.round(column.scrollTop / 50)))
  await page.waitForFunction(() => document.querySelector('wx-picker-view-column').scrollTop === 100)
  assert.deepEqual(await tops(), [2, 1])
  assert.equal(await page.evaluate(() => document.querySelector('wx-picker-view-column wx-view').offsetHeight), 50)
  await drag([90, 100], [90, 45])
  await page.event('pickend')
  assert.deepEqual(await page.types(), ['pickstart', 'change', 'pickend'])
  assert.deepEqual((await page.event('change')).value, await tops())
  await page.focus('wx-picker-view-column')
  await page.keyboard.press('ArrowUp')
  const { value } = await page.event('change', 1)
  assert.deepEqual(value, await tops())
})

test('picker-view: rows that come later are placed too, hidden ones when they show', async () => {
  await page.mount('<div id=box style="display:none"><wx-picker-view style="height:200px"><wx-picker-view-column></wx-picker-view-column></wx-picker-view></div>')
  await page.set('wx-picker-view', 'value', [2])
  await page.evaluate(() => {
    document.querySelector('wx-picker-view-column').innerHTML = '<wx-view>1</wx-view><wx-view>2</wx-view><wx-view>3</wx-view>'
    document.querySelector('#box').style.display = ''
  })
  await page.waitForFunction(() => document.querySelector('wx-picker-view-column').scrollTop === 68)
  assert.deepEqual(await page.types(), [])
})

test('controls work by touch', async () => {
  await phone.mount('<wx-switch></wx-switch><wx-checkbox-group><wx-checkbox value=a>a</wx-checkbox></wx-checkbox-group><wx-slider></wx-slider><wx-input></wx-input>')
  await phone.tap('wx-switch')
  assert.deepEqual(await phone.event('change'), { value: true })
  await phone.tap('wx-checkbox')
  await phone.event('change', 2)
  await phone.tap('wx-slider')
  assert.deepEqual((await phone.event('change', 3)), { value: 50 })
  await phone.tap('wx-input')
  await phone.event('focus')
})
