/** `wx.getSystemInfoSync` and its parts: window, device, application, settings; theme and window size events. */
import { asyncApi, eventPair, type Loose, type WxHost } from './registry.ts'

/** The base library version this runtime answers for. */
export const SDK_VERSION = '3.8.12'
const WECHAT_VERSION = '8.0.50'
const FONT_SIZE = 16

export function wxSystem(host: WxHost): Record<string, unknown> {
  const { env } = host
  const permissions = watchPermissions()

  const windowInfo = (): Loose => ({
    pixelRatio: env.pixelRatio,
    screenWidth: env.screenWidth,
    screenHeight: env.screenHeight,
    windowWidth: env.windowWidth,
    windowHeight: env.windowHeight,
    statusBarHeight: env.statusBarHeight,
    safeArea: { ...env.safeArea },
    screenTop: Math.max(0, env.screenHeight - env.windowHeight - env.tabBarHeight),
  })
  const deviceInfo = (): Loose => ({
    ...device(env.userAgent),
    abi: '',
    deviceAbi: '',
    cpuType: '',
    memorySize: String(((globalThis as Loose).navigator?.deviceMemory ?? 4) * 1024),
    benchmarkLevel: -1,
  })
  const appBaseInfo = (): Loose => ({
    SDKVersion: SDK_VERSION,
    version: WECHAT_VERSION,
    language: appLanguage(env.language),
    enableDebug: false,
    fontSizeSetting: FONT_SIZE,
    fontSizeScaleFactor: 1,
    host: { appId: '', env: 'browser' },
    ...(host.config.darkmode && { theme: env.theme }),
  })
  const systemSetting = (): Loose => ({
    bluetoothEnabled: false,
    locationEnabled: true,
    wifiEnabled: env.networkType === 'wifi',
    deviceOrientation: env.orientation,
  })
  const systemInfo = (): Loose => {
    const { abi: _abi, deviceAbi: _deviceAbi, cpuType: _cpuType, memorySize: _memorySize, ...device } = deviceInfo()
    return {
      ...device,
      ...windowInfo(),
      ...appBaseInfo(),
      ...systemSetting(),
      albumAuthorized: true,
      cameraAuthorized: permissions.camera === 'authorized',
      locationAuthorized: permissions.geolocation === 'authorized',
      microphoneAuthorized: permissions.microphone === 'authorized',
      notificationAuthorized: permissions.notifications === 'authorized',
      phoneCalendarAuthorized: false,
      locationReducedAccuracy: false,
    }
  }
  const skyline = { isSupported: false, version: '', reason: 'client not supported' }

  return {
    getSystemInfoSync: systemInfo,
    getSystemInfo: asyncApi(host, 'getSystemInfo', systemInfo),
    getSystemInfoAsync: asyncApi(host, 'getSystemInfoAsync', systemInfo),
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: () => ({
      albumAuthorized: 'authorized',
      bluetoothAuthorized: 'denied',
      cameraAuthorized: permissions.camera,
      locationAuthorized: permissions.geolocation,
      locationReducedAccuracy: false,
      microphoneAuthorized: permissions.microphone,
      notificationAlertAuthorized: permissions.notifications,
      notificationAuthorized: permissions.notifications,
      notificationBadgeAuthorized: permissions.notifications,
      notificationSoundAuthorized: permissions.notifications,
      phoneCalendarAuthorized: 'denied',
    }),
    getMenuButtonBoundingClientRect: () => ({ ...env.menuButton }),
    getRendererUserAgent: asyncApi(host, 'getRendererUserAgent', () => ({ userAgent: env.userAgent })),
    getSkylineInfo: asyncApi(host, 'getSkylineInfo', () => skyline),
    getSkylineInfoSync: () => ({ ...skyline }),
    getDeviceBenchmarkInfo: asyncApi(host, 'getDeviceBenchmarkInfo', () => ({ benchmarkLevel: -1, modelLevel: 0 })),
    checkDeviceSupportHevc: asyncApi(host, 'checkDeviceSupportHevc', async () => ({ supportHevc: await playsHevc() })),
    isVKSupport: () => false,
    ...eventPair(host, 'WindowResize', 'resize'),
    ...eventPair(host, 'WindowStateChange', 'windowState'),
    ...eventPair(host, 'ThemeChange', 'theme'),
    ...eventPair(host, 'MenuButtonBoundingClientRectWeightChange', 'menuButton'),
    ...eventPair(host, 'ParallelStateChange', 'parallelState'),
  }
}

/**
 * Brand, model and system as far as the user agent tells. Phones are `ios` and `android`; everything else is `devtools`, because programs use
 * `windows` and `mac` to recognise WeChat for computers and send its users to a phone.
 */
export function device(userAgent: string): { brand: string; model: string; system: string; platform: string } {
  const ios = /(iPhone|iPad|iPod)[^)]*? OS (\d+)[_.](\d+)/.exec(userAgent)
  if (ios) return { brand: ios[1]!, model: ios[1]!, system: `iOS ${ios[2]}.${ios[3]}`, platform: 'ios' }
  const android = /Android (\d+[\d.]*)(?:; ([^;)]+))?/.exec(userAgent)
  if (android) {
    const model = (android[2] ?? 'Android').replace(/ Build\/.*/, '')
    return { brand: model.split(/[ -]/)[0]!, model, system: `Android ${android[1]}`, platform: 'android' }
  }
  const system = /Windows NT/.test(userAgent) ? 'Windows 10' : /Mac OS X (\d+)[_.](\d+)/.exec(userAgent)?.slice(1, 3).join('.') ?? 'Linux'
  return { brand: 'devtools', model: 'web', system: /^\d/.test(system) ? `macOS ${system}` : system, platform: 'devtools' }
}

/** `zh-Hans-CN` → `zh_CN`, `en-US` → `en`. */
function appLanguage(language: string): string {
  const [first = 'en', ...rest] = language.split(/[-_]/)
  if (first !== 'zh') return first
  const region = rest.at(-1)?.toUpperCase()
  return region === 'TW' || region === 'HANT' ? 'zh_TW' : region === 'HK' || region === 'MO' ? 'zh_HK' : 'zh_CN'
}

const PERMISSION_STATES: Record<string, string> = { granted: 'authorized', denied: 'denied', prompt: 'not determined' }

/** The states of the browser's permissions in WeChat's words, kept up to date where the browser tells. */
function watchPermissions(): Record<'camera' | 'geolocation' | 'microphone' | 'notifications', string> {
  const states = { camera: 'not determined', geolocation: 'not determined', microphone: 'not determined', notifications: 'not determined' }
  const permissions = (globalThis as Loose).navigator?.permissions as Permissions | undefined
  for (const name of Object.keys(states) as (keyof typeof states)[]) {
    permissions?.query({ name: name as PermissionName }).then(
      (status) => {
        const read = (): void => void (states[name] = PERMISSION_STATES[status.state]!)
        status.onchange = read
        read()
      },
      () => undefined, // a browser that does not know this permission
    )
  }
  return states
}

async function playsHevc(): Promise<boolean> {
  const contentType = 'video/mp4; codecs="hvc1.1.6.L93.B0"'
  const query = { type: 'file' as const, video: { contentType, width: 1920, height: 1080, bitrate: 4e6, framerate: 30 } }
  return (await navigator.mediaCapabilities?.decodingInfo(query).catch(() => undefined))?.supported ?? false
}
