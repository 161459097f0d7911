/** Environment, system information, `canIUse`, small members. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wxAnimation } from '../../runtime-shim/src/logic/wx/animation.ts'
import { wxApp } from '../../runtime-shim/src/logic/wx/app.ts'
import { wxBase } from '../../runtime-shim/src/logic/wx/base.ts'
import { wxBridge } from '../../runtime-shim/src/logic/wx/bridge.ts'
import { wxCaniuse } from '../../runtime-shim/src/logic/wx/caniuse.ts'
import { toGcj02, toWgs84 } from '../../runtime-shim/src/logic/wx/location.ts'
import { wxNetwork } from '../../runtime-shim/src/logic/wx/network.ts'
import { unsupportedApis } from '../../runtime-shim/src/logic/wx/registry.ts'
import { device, wxSystem } from '../../runtime-shim/src/logic/wx/system.ts'
import { failureFrom, fakeHost, withCallbacks } from './wx-host.ts'

test('system information has every documented field and follows the view', async () => {
  const { wx, host } = fakeHost([wxSystem])
  const info = wx.getSystemInfoSync()
  for (const field of ['brand', 'model', 'pixelRatio', 'screenWidth', 'windowHeight', 'statusBarHeight', 'language', 'version', 'system', 'platform', 'SDKVersion', 'safeArea', 'fontSizeSetting', 'deviceOrientation', 'host']) {
    assert.ok(field in info, field)
  }
  assert.equal(info.platform, 'ios')
  assert.equal(info.system, 'iOS 17.4')
  assert.equal(info.language, 'zh_CN')
  assert.ok(!('theme' in info))
  host.config.darkmode = true
  host.env.windowHeight = 600
  assert.equal(wx.getAppBaseInfo().theme, 'light')
  assert.equal(wx.getWindowInfo().windowHeight, 600)
  assert.deepEqual(wx.getMenuButtonBoundingClientRect(), host.env.menuButton)
  const seen = await withCallbacks(wx.getSystemInfo)
  assert.deepEqual(seen.map(([name]) => name), ['success', 'complete'])
  assert.equal(seen[0]![1].errMsg, 'getSystemInfo:ok')
  assert.equal((await wx.getSystemInfoAsync()).windowHeight, 600)
})

test('devices', () => {
  assert.deepEqual(device('Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36'), { brand: 'Pixel', model: 'Pixel 7', system: 'Android 13', platform: 'android' })
  assert.equal(device('Mozilla/5.0 (Windows NT 10.0; Win64; x64)').platform, 'devtools')
  assert.equal(device('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)').system, 'macOS 10.15')
})

test('base64, random values, ticks, account', async () => {
  const { wx } = fakeHost([wxBase], { appid: 'wx123' })
  assert.equal(wx.arrayBufferToBase64(new Uint8Array([0, 255, 128]).buffer), 'AP+A')
  assert.deepEqual([...new Uint8Array(wx.base64ToArrayBuffer('AP+A'))], [0, 255, 128])
  assert.equal((await wx.getRandomValues({ length: 70000 })).randomValues.byteLength, 70000)
  assert.equal((await failureFrom(wx.getRandomValues({}))).errMsg, 'getRandomValues:fail parameter error: parameter.length should be Number instead of Undefined;')
  assert.deepEqual(wx.getAccountInfoSync().miniProgram, { appId: 'wx123', envVersion: 'release', version: '' })
  assert.equal(wx.env.USER_DATA_PATH, 'wxfile://usr')
  await new Promise<void>((resolve) => wx.nextTick(resolve))
  assert.equal(wx.getLaunchOptionsSync().scene, 1001)
})

test('the rules of calling: a promise without callbacks, none with; success, then complete, never at once', async () => {
  const { wx } = fakeHost([wxNetwork])
  const order: string[] = []
  assert.equal(wx.getNetworkType({ success: () => order.push('success'), complete: () => order.push('complete') }), undefined)
  order.push('after')
  const promise = wx.getNetworkType()
  assert.equal((await promise).networkType, 'wifi')
  assert.deepEqual(order, ['after', 'success', 'complete'])
  assert.equal((await failureFrom(wx.getNetworkType(1))).errMsg, 'getNetworkType:fail parameter error: parameter should be Object instead of Number;')
})

test('events add, remove one, remove all', () => {
  const { wx, host } = fakeHost([wxNetwork])
  const seen: string[] = []
  const a = (): unknown => seen.push('a')
  wx.onNetworkStatusChange(a)
  wx.onNetworkStatusChange(() => seen.push('b'))
  host.event('network').fire({ isConnected: false })
  wx.offNetworkStatusChange(a)
  host.event('network').fire({})
  wx.offNetworkStatusChange()
  host.event('network').fire({})
  assert.deepEqual(seen, ['a', 'b', 'b'])
})

test('canIUse tells the truth', () => {
  const { wx, host } = fakeHost([wxCaniuse])
  unsupportedApis(host, ['openChatTool'])
  const yes = ['showToast', 'showToast.object.mask', 'getSystemInfoSync.return.safeArea.left', 'getSystemInfo.success.screenWidth', 'button', 'button.open-type.getUserInfo', 'text.selectable', 'InnerAudioContext.onEnded', 'view.hidden', 'offThemeChange']
  const no = ['openChatTool', 'showToast.object.nonsense', 'nonsense', '', 'camera', 'map', 'createMapContext', 'createRewardedVideoAd', 'button.nonsense', 'show', 'getBLEMTU', 'show.*', 'cloud']
  for (const schema of yes) assert.equal(wx.canIUse(schema), true, schema)
  for (const schema of no) assert.equal(wx.canIUse(schema), false, schema)
})

test('an animation step carries the state of the steps before it', () => {
  const { wx } = fakeHost([wxAnimation])
  const animation = wx.createAnimation({ duration: 100 })
  const { actions } = animation.translateX(10).width(5).step().rotate(45).opacity(0).step({ delay: 5, timingFunction: 'ease' }).export()
  assert.deepEqual(actions, [
    {
      animates: [
        { type: 'translateX', args: [10] },
        { type: 'style', args: ['width', '5px'] },
      ],
      option: { transformOrigin: '50% 50% 0', transition: { duration: 100, timingFunction: 'linear', delay: 0 } },
    },
    {
      animates: [
        { type: 'translateX', args: [10] },
        { type: 'style', args: ['width', '5px'] },
        { type: 'rotate', args: [45] },
        { type: 'style', args: ['opacity', 0] },
      ],
      option: { transformOrigin: '50% 50% 0', transition: { duration: 100, timingFunction: 'ease', delay: 5 } },
    },
  ])
  assert.deepEqual(animation.export(), { actions: [] })
  assert.deepEqual(animation.scale(2).step().export().actions[0].animates.at(-1), { type: 'scale', args: [2, 2] })
})

test('updates: asked once, never one', async () => {
  const { wx } = fakeHost([wxApp])
  const result = await new Promise((resolve) => wx.getUpdateManager().onCheckForUpdate(resolve))
  assert.deepEqual(result, { hasUpdate: false })
})

test('coordinates of Chinese maps', () => {
  const near = (actual: number[], expected: number[]): void => actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-4, `${actual} ${expected}`))
  near(toGcj02(39.90734, 116.39089), [39.90874, 116.39713])
  assert.deepEqual(toGcj02(51.5, -0.12), [51.5, -0.12])
  near(toWgs84(...toGcj02(31.23, 121.47)), [31.23, 121.47])
})

test('the bridge: made-up results in development, clear failures in what is deployed', async () => {
  const { wx, host, answers } = fakeHost([wxBridge])
  assert.deepEqual(await failureFrom(wx.login()), { errMsg: 'login:fail not supported in browser', errno: 100 })
  const payment = { timeStamp: '1', nonceStr: 'n', package: 'p', paySign: 's' }
  assert.deepEqual(await failureFrom(wx.requestPayment(payment)), { errMsg: 'requestPayment:fail not supported in browser', errno: 100 })
  host.env.dev = true
  assert.equal((await failureFrom(wx.checkSession())).errMsg, 'checkSession:fail session time out, need relogin')
  assert.match((await wx.login()).code, /^dev-/)
  assert.equal((await wx.checkSession()).errMsg, 'checkSession:ok')
  assert.equal((await failureFrom(wx.getUserProfile({ desc: 'x' }))).errMsg, 'getUserProfile:fail can only be invoked by user TAP gesture.')
  host.gesture = true
  assert.equal((await wx.getUserProfile({ desc: 'x' })).userInfo.nickName, '微信用户')
  assert.deepEqual((await wx.getSetting()).authSetting, {})
  await wx.authorize({ scope: 'scope.writePhotosAlbum' })
  assert.deepEqual((await wx.getSetting()).authSetting, { 'scope.writePhotosAlbum': true })
  assert.equal((await failureFrom(wx.authorize({ scope: 'scope.werun' }))).errMsg, 'authorize:fail auth deny')
  answers.bridge = ({ api }: { api: string }) => {
    if (api === 'requestPayment') throw 'cancel'
    return { code: 'real' }
  }
  assert.equal((await wx.login()).code, 'real')
  assert.deepEqual(await failureFrom(wx.requestPayment(payment)), { errMsg: 'requestPayment:fail cancel' })
})
