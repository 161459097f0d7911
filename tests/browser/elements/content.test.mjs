/** Elements that show things: text, images, icons, buttons, navigators, progress, rich text, canvases, placeholders. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { startElements } from './harness.mjs'

let app, page
before(async () => {
  app = await startElements()
  page = await app.page()
})
afterEach(() => assert.deepEqual(app.problems.splice(0), []))
after(() => app.stop())

const text = (selector) => page.evaluate((selector) => document.querySelector(selector).innerText, selector)
const style = (selector, name, pseudo) => page.evaluate(([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name], [selector, name, pseudo])

test('text keeps line breaks, collapses spaces, and wraps as its parent says', async () => {
  await page.mount('<wx-text id=a>one\ntwo   three</wx-text><wx-view id=b style="width:50px;white-space:nowrap"><wx-text>a long line of text</wx-text></wx-view>')
  assert.equal(await text('#a'), 'one\ntwo three')
  const line = await page.evaluate(() => document.querySelector('#b').scrollWidth)
  assert.ok(line > 100, `one line of ${line}px`)
})

test('text decodes entities and keeps spaces on request: static, from data, with attributes from data', async () => {
  await page.mount('')
  await page.evaluate(() => {
    const meta = { s: 1, n: [[0], [0, 0, 0], [0, 1], [0, 1, 0], [0, 4, 0]], h: [[0, 1], [3, 2, 'decode'], [3, 2, 'space'], [0, 3], [0, 4]] }
    document.querySelector('#page').innerHTML = `<template id=t w='${JSON.stringify(meta)}'><wx-view><wx-text decode> </wx-text><wx-text> </wx-text><wx-text decode space=nbsp>a  b &amp;lt;&amp;amp;lt;</wx-text><wx-text>&amp;lt;</wx-text><wx-text> </wx-text></wx-view></template><div id=place></div>`
    window.applier = newApplier()
    applier.apply([1, 1, 't', 2, 1, 1, '&gt; x', true, 'ensp', 'a &lt;', '&lt; y'])
    place.append(applier.blocks.get(1).first)
  })
  const texts = () => page.evaluate(() => [...document.querySelectorAll('#place wx-text')].map((text) => text.textContent))
  assert.deepEqual(await texts(), ['> x', 'a\u2002<', 'a\u00a0\u00a0b\u00a0<&lt;', '&lt;', '&lt; y'])
  await page.evaluate(() => applier.apply([8, 1, 1, false, 8, 1, 0, '&amp;']))
  assert.deepEqual((await texts()).slice(0, 2), ['&', 'a\u2002&lt;'])
})

test('text can be selected only where it asks for it', async () => {
  await page.mount('<wx-text id=a selectable>x</wx-text><wx-text id=b>x</wx-text>')
  assert.equal(await style('#a', 'userSelect'), 'text')
  assert.equal(await style('#a', 'display'), 'inline-block')
  assert.notEqual(await style('#b', 'userSelect'), 'text')
})

test('image: default size, natural size reported, broken addresses reported', async () => {
  await page.mount('<wx-image id=a src="/100x50.svg"></wx-image><wx-image id=b src="none.png"></wx-image><wx-image id=c src=""></wx-image>')
  assert.deepEqual(await page.event('load'), { width: 100, height: 50 })
  assert.match((await page.event('error')).errMsg, /none\.png/)
  const { width, height } = await page.box('#a')
  assert.deepEqual([width, height], [320, 240])
  assert.deepEqual(await page.evaluate(() => events.map((e) => e.id).sort()), ['a', 'b'])
  assert.equal(await page.evaluate(() => document.querySelector('#c img').hasAttribute('src')), false)
})

test('image: widthFix and heightFix follow the picture, whatever size a rule gives', async () => {
  await page.mount('<style>.w{width:300px;height:10px}.h{height:30px;width:10px}</style><wx-image class=w src="/100x50.svg" mode=widthFix></wx-image><wx-image class=h src="/100x50.svg" mode=heightFix></wx-image>')
  await page.event('load', 1)
  assert.deepEqual(await page.box('.w').then(({ width, height }) => [width, height]), [300, 150])
  assert.deepEqual(await page.box('.h').then(({ width, height }) => [width, height]), [60, 30])
})

test('image: all modes', async () => {
  const modes = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', top: '50% 0px', bottom: '50% 100%', center: '50% 50%', left: '0px 50%', right: '100% 50%', 'top left': '0px 0px', 'top right': '100% 0px', 'bottom left': '0px 100%', 'bottom right': '100% 100%' }
  for (const mode in modes) {
    await page.mount(`<wx-image src="/100x50.svg" mode="${mode}"></wx-image>`)
    const [fit, position] = [await style('img', 'objectFit'), await style('img', 'objectPosition')]
    if (modes[mode].includes(' ')) assert.deepEqual([fit, position], ['none', modes[mode]], mode)
    else assert.equal(fit, modes[mode], mode)
  }
  await page.set('wx-image', 'mode', 'aspectFit')
  assert.equal(await style('img', 'objectFit'), 'contain')
})

test('image: lazy ones load when they come near', async () => {
  await page.mount('<div style="height:20000px"></div><wx-image lazy-load src="/100x50.svg?lazy"></wx-image>')
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  assert.deepEqual(await page.types(), [])
  await page.evaluate(() => document.querySelector('wx-image').scrollIntoView())
  await page.event('load')
})

test('icon: every type draws, size and colour come from attributes', async () => {
  const types = 'success success_no_circle info warn waiting cancel download search clear circle success_circle safe_success safe_warn waiting_circle info_circle'.split(' ')
  await page.mount(types.map((type) => `<wx-icon type=${type}></wx-icon>`).join('') + '<wx-icon id=x type=warn size=40rpx color=red></wx-icon>')
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('path')].filter((path) => !path.getAttribute('d')).length), 0)
  assert.deepEqual(await page.box('#x svg').then(({ width, height }) => [width, height]), [20, 20])
  assert.equal(await style('#x svg', 'fill'), 'rgb(255, 0, 0)')
  assert.deepEqual(await page.box('wx-icon svg').then(({ width }) => width), 23)
})

test('button: any user rule wins, also by tag name', async () => {
  await page.mount('<style>wx-button{background:red;border-radius:0}wx-button::after{border:none}</style><wx-button type=primary>x</wx-button>')
  assert.equal(await style('wx-button', 'backgroundColor'), 'rgb(255, 0, 0)')
  assert.equal(await style('wx-button', 'borderTopWidth', '::after'), '0px')
})

test('button: looks of both styles', async () => {
  await page.mount('<wx-button type=primary>x</wx-button>')
  assert.deepEqual([await style('wx-button', 'backgroundColor'), (await page.box('wx-button')).width], ['rgb(26, 173, 25)', 375])
  await page.mount('<wx-button type=primary>x</wx-button>', 'wx-v2')
  assert.deepEqual([await style('wx-button', 'backgroundColor'), (await page.box('wx-button')).width], ['rgb(7, 193, 96)', 184])
  await page.mount('<wx-button hidden>x</wx-button>')
  assert.equal(await style('wx-button', 'display'), 'none')
})

test('button: open types ask the host and report its answer', async () => {
  await page.mount('<wx-button id=phone open-type=getPhoneNumber>x</wx-button><wx-button id=agree open-type=agreePrivacyAuthorization>x</wx-button><wx-button id=app open-type=launchApp>x</wx-button>')
  await page.evaluate(() => (answers.getPhoneNumber = { errMsg: 'getPhoneNumber:ok', code: 'c1' }))
  await page.click('#phone')
  assert.deepEqual(await page.event('getphonenumber'), { errMsg: 'getPhoneNumber:ok', code: 'c1' })
  await page.click('#agree')
  assert.deepEqual(await page.event('agreeprivacyauthorization'), { errMsg: 'agreePrivacyAuthorization:ok', buttonId: 'agree' })
  await page.evaluate(() => (answers.launchApp = { errMsg: 'launchApp:fail not supported in browser' }))
  await page.click('#app')
  assert.deepEqual(await page.event('error'), { errMsg: 'launchApp:fail not supported in browser' })
})

test('button: sharing falls back to the sheet of the browser', async () => {
  await page.mount('<wx-button open-type=share id=s data-n=1>x</wx-button>')
  await page.evaluate(() => {
    answers.share = { errMsg: 'shareAppMessage:fail not supported in browser', title: 'T', path: '/p/p?a=1' }
    navigator.share = (data) => Promise.resolve((window.shared = data))
  })
  await page.click('#s')
  await page.waitForFunction(() => window.shared)
  assert.equal(await page.evaluate(() => shared.title + shared.url.slice(location.origin.length)), 'T/#/p/p?a=1')
  assert.deepEqual(await page.evaluate(() => calls[0].args.target), { id: 's', dataset: { n: '1' } })
})

test('button: chooseAvatar gives the chosen picture', async () => {
  await page.mount('<wx-button open-type=chooseAvatar>x</wx-button>')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('wx-button')])
  await chooser.setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('x') })
  assert.match((await page.event('chooseavatar')).avatarUrl, /^blob:/)
})

test('button: keyboard works it, disabled takes nothing', async () => {
  await page.mount('<wx-button open-type=getPhoneNumber>x</wx-button><wx-button disabled open-type=getPhoneNumber id=off>x</wx-button>')
  await page.focus('wx-button')
  await page.keyboard.press('Enter')
  await page.keyboard.press(' ')
  await page.event('getphonenumber', 1)
  await page.click('#off', { force: true })
  assert.equal((await page.details('getphonenumber')).length, 2)
  assert.equal(await page.getAttribute('#off', 'aria-disabled'), 'true')
  assert.equal(await page.evaluate(() => document.querySelector('#off').tabIndex), -1)
})

test('navigator: each open type calls its route; Enter follows', async () => {
  const cases = [['', 'navigateTo'], ['redirect', 'redirectTo'], ['switchTab', 'switchTab'], ['reLaunch', 'reLaunch']]
  for (const [type, name] of cases) {
    await page.mount(`<wx-navigator url="/p/p?a=1" ${type && `open-type=${type}`}>x</wx-navigator>`)
    await page.click('wx-navigator')
    await page.event('complete')
    assert.deepEqual(await page.evaluate(() => calls), [{ name, args: { url: '/p/p?a=1' } }])
  }
  await page.mount('<wx-navigator open-type=navigateBack delta=2>x</wx-navigator>')
  await page.focus('wx-navigator')
  await page.keyboard.press('Enter')
  assert.deepEqual(await page.event('success'), { errMsg: 'navigateBack:ok' })
  assert.deepEqual(await page.evaluate(() => calls), [{ name: 'navigateBack', args: { delta: 2 } }])
  assert.equal(await page.getAttribute('wx-navigator', 'role'), 'link')
})

test('progress: clamps, shows its number, grows and says when it is there', async () => {
  await page.mount('<wx-progress percent=130 show-info stroke-width=20rpx active-color=red></wx-progress>')
  assert.equal(await page.textContent('.wx-progress-info'), '100%')
  assert.equal((await page.box('.wx-progress-bar')).height, 10)
  assert.equal(await style('.wx-progress-inner-bar', 'backgroundColor'), 'rgb(255, 0, 0)')
  await page.mount('<wx-progress percent=20 active duration=1></wx-progress>')
  assert.deepEqual(await page.event('activeend'), { curPercent: 20 })
  assert.equal(await page.getAttribute('wx-progress', 'aria-valuenow'), '20')
})

test('rich-text: allowed tags and attributes only, nothing of it runs', async () => {
  await page.mount('<wx-rich-text class="x s1a"></wx-rich-text>')
  await page.set('wx-rich-text', 'nodes', '<div class="c" style="color:red" id=no onclick="hack()">a&amp;<script>hack()</script><iframe src=x></iframe><b>b</b><custom>gone</custom><img src="javascript:hack()" onerror="hack()"><img src="https://x.test/a.png" width=10><a href="javascript:hack()">l</a></div>')
  assert.equal(await page.evaluate(() => document.querySelector('wx-rich-text').innerHTML),
    '<div class="c s1a" style="color: red;">a&amp;<b class="s1a">b</b><img class="s1a"><img class="s1a" src="https://x.test/a.png" width="10"><a class="s1a">l</a></div>')
  await page.set('wx-rich-text', 'nodes', [{ name: 'P', attrs: { class: 'p', style: 'margin:0' }, children: [{ type: 'text', text: 'a &lt; b&nbsp;c' }] }, { name: 'script', children: [{ type: 'text', text: 'x' }] }, { name: 'td', attrs: { colspan: 2, id: 'x' } }])
  assert.equal(await page.evaluate(() => document.querySelector('wx-rich-text').innerHTML), '<p class="p s1a" style="margin: 0px;">a &lt; b&nbsp;c</p><td class="s1a" colspan="2"></td>')
})

test('canvas: draws what the older context recorded, exports it', async () => {
  await page.mount('<wx-canvas canvas-id=c style="width:100px;height:80px"></wx-canvas>')
  const pixel = await page.evaluate(async () => {
    const canvas = document.querySelector('wx-canvas')
    await canvas.wxCall('draw', { reserve: false, actions: [['=', 'fillStyle', '#ff0000'], ['fillRect', 0, 0, 50, 80], ['=', 'fillStyle', { paint: 'linear', args: [50, 0, 100, 0], stops: [[0, '#0000ff'], [1, '#0000ff']] }], ['fillRect', 50, 0, 50, 80], ['drawImage', '/100x50.svg', 0, 0, 10, 10]] })
    const blob = await canvas.wxCall('toBlob', { type: 'image/png', quality: 1 })
    const { data, width } = await canvas.wxCall('getImageData', { x: 40, y: 40, width: 20, height: 10 })
    return { left: [...data.slice(0, 4)], right: [...data.slice(76, 80)], width, type: blob.type }
  })
  assert.deepEqual(pixel, { left: [255, 0, 0, 255], right: [0, 0, 255, 255], width: 20, type: 'image/png' })
})

test('canvas: hands its bitmap over once', async () => {
  await page.mount('<wx-canvas type=2d></wx-canvas>')
  assert.deepEqual(await page.evaluate(() => {
    const canvas = document.querySelector('wx-canvas')
    const first = canvas.wxCall('transfer').canvas
    return [first instanceof OffscreenCanvas, first === canvas.wxCall('transfer').canvas, first.width, first.height]
  }), [true, true, 300, 150])
})

test('web-view: fills its containing block, loads http only, hands messages over when it goes', async () => {
  await page.mount('<wx-web-view src="/framed.html"></wx-web-view>')
  const { src } = await page.event('load')
  assert.match(src, /framed\.html$/)
  assert.deepEqual(await page.box('iframe').then(({ width, height }) => [width, height]), [375, 667])
  await page.evaluate(() => window.dispatchEvent(new MessageEvent('message', { source: document.querySelector('iframe').contentWindow, data: { wxMiniProgram: { name: 'postMessage', args: { data: { a: 1 } } } } })))
  await page.evaluate(() => document.querySelector('wx-web-view').remove())
  assert.deepEqual(await page.event('message'), { data: [{ a: 1 }] })
  await page.mount('<wx-web-view src="javascript:alert(1)"></wx-web-view>')
  await page.event('error')
  assert.equal(await page.evaluate(() => document.querySelector('iframe').getAttribute('src')), null)
})

test('placeholders say what they stand for and report the documented error', async () => {
  await page.mount('<wx-ad unit-id=1 class=x></wx-ad><wx-placeholder name=my-card></wx-placeholder>')
  assert.match(await text('wx-ad'), /<ad>/)
  assert.match(await text('wx-placeholder'), /<my-card>/)
  assert.deepEqual(await page.event('error'), { errMsg: 'ad:fail not supported in browser', errCode: 1004 })
})

test('match-media follows the viewport', async () => {
  await page.mount('<wx-match-media max-width=375 id=a>a</wx-match-media><wx-match-media min-width=400 id=b>b</wx-match-media><wx-match-media orientation=landscape id=c>c</wx-match-media>')
  const shown = () => page.evaluate(() => ['a', 'b', 'c'].filter((id) => document.getElementById(id).checkVisibility()).join(''))
  assert.equal(await shown(), 'a')
  await page.setViewportSize({ width: 800, height: 600 })
  await page.waitForFunction(() => document.getElementById('b').checkVisibility())
  assert.equal(await shown(), 'bc')
  await page.setViewportSize({ width: 375, height: 667 })
})

test('root-portal: children leave what clips them and come back', async () => {
  await page.mount('<div style="overflow:hidden;height:10px;transform:scale(1)"><wx-root-portal><wx-view id=x style="position:fixed;top:100px">x</wx-view></wx-root-portal></div>')
  assert.equal((await page.box('#x')).top, 100)
  await page.set('wx-root-portal', 'enable', false)
  assert.equal(await page.evaluate(() => document.querySelector('wx-root-portal').contains(document.querySelector('#x'))), true)
})

test('page-container: opens and closes with its events', async () => {
  await page.mount('<wx-page-container duration=10 round><wx-view id=in style="height:100px">x</wx-view></wx-page-container>')
  await page.set('wx-page-container', 'show', true)
  await page.event('afterenter')
  await page.waitForFunction(() => document.querySelector('#in').getBoundingClientRect().top === 567)
  await page.mouse.click(10, 10)
  await page.event('afterleave')
  assert.deepEqual(await page.types(), ['beforeenter', 'enter', 'afterenter', 'clickoverlay', 'beforeleave', 'leave', 'afterleave'])
  assert.equal(await page.isVisible('#in'), false)
})
