/** Log in, user data, permissions, payment, messages: what an integrator's host bridge does (`host/bridge.ts`). In development, harmless ones have made-up results. */
import { apiFailure, askBridge, asyncApi, typeName, type CallOptions, type Loose, type WxHost } from './registry.ts'

/** Scopes that the browser asks for itself when the time comes. */
const BROWSER_SCOPES = ['userLocation', 'userFuzzyLocation', 'userLocationBackground', 'record', 'camera', 'writePhotosAlbum', 'addPhoneCalendar']
/** Scopes that only WeChat can grant. */
const WECHAT_SCOPES = ['userInfo', 'address', 'invoice', 'invoiceTitle', 'werun', 'bluetooth', 'addPhoneContact']

const ADDRESS = {
  userName: '张三',
  postalCode: '510000',
  provinceName: '广东省',
  cityName: '广州市',
  countyName: '海珠区',
  streetName: '',
  detailInfo: '新港中路397号',
  detailInfoNew: '新港中路397号',
  nationalCode: '510000',
  telNumber: '020-81167888',
}

const INVOICE_TITLE = { type: '0', title: '测试公司', taxNumber: '', companyAddress: '', telephone: '', bankName: '', bankAccount: '' }

export function wxBridge(host: WxHost): Record<string, unknown> {
  const granted: Record<string, boolean> = {}
  let session = false

  /** Asks the bridge; where there is none, `otherwise` answers. */
  const bridged = (api: string, otherwise?: (options: CallOptions) => unknown, types?: Record<string, string>, tap = false): unknown =>
    asyncApi(
      host,
      api,
      async (options) => {
        if (tap && !gesture()) throw 'can only be invoked by user TAP gesture.'
        try {
          return await askBridge(host, api, options)
        } catch (thrown) {
          if (!otherwise || (thrown as Loose)?.more?.errno !== 100) throw thrown
          return otherwise(options)
        }
      },
      types,
    )
  const gesture = (): boolean => host.gesture
  /** Made-up results in development only: what is deployed must not pretend. */
  const mock = (result: (options: CallOptions) => unknown) => (options: CallOptions): unknown => {
    if (!host.env.dev) throw apiFailure('not supported in browser', { errno: 100 })
    return result(options)
  }
  const login = mock(() => {
    session = true
    return { code: `dev-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}` }
  })
  const settings = (): object => ({ authSetting: { ...granted }, subscriptionsSetting: { mainSwitch: false, itemSettings: {} } })
  const loginApi = bridged('login', login) as (options?: CallOptions) => unknown

  return {
    login: loginApi,
    pluginLogin: (options?: CallOptions) => void loginApi({ complete: () => undefined, ...options }),
    checkSession: bridged(
      'checkSession',
      mock(() => {
        if (!session) throw 'session time out, need relogin'
      }),
    ),
    getUserInfo: bridged('getUserInfo', mock(userInfo)),
    getUserProfile: bridged('getUserProfile', mock(userInfo), { desc: 'String' }, true),
    authorize: bridged(
      'authorize',
      ({ scope }) => {
        const name = scope.replace(/^scope\./, '')
        if (!scope.startsWith('scope.') || ![...BROWSER_SCOPES, ...WECHAT_SCOPES].includes(name)) throw apiFailure('invalid scope', { errno: 1001 })
        if (!BROWSER_SCOPES.includes(name) && !(host.env.dev && name === 'userInfo')) throw apiFailure('auth deny', { errno: 103 })
        granted[scope] = true
      },
      { scope: 'String' },
    ),
    getSetting: bridged('getSetting', settings),
    openSetting: bridged('openSetting', settings, undefined, true),
    getPrivacySetting: bridged('getPrivacySetting', () => ({ needAuthorization: false, privacyContractName: '' })),
    requirePrivacyAuthorize: bridged('requirePrivacyAuthorize', () => undefined),
    onNeedPrivacyAuthorization: () => undefined,
    chooseAddress: bridged('chooseAddress', mock(() => ADDRESS)),
    chooseInvoiceTitle: bridged('chooseInvoiceTitle', mock(() => INVOICE_TITLE)),
    checkIsSupportSoterAuthentication: bridged('checkIsSupportSoterAuthentication', () => ({ supportMode: [] })),
    checkIsSoterEnrolledInDevice: bridged('checkIsSoterEnrolledInDevice', () => ({ isEnrolled: false })),
    requestSubscribeMessage: bridged(
      'requestSubscribeMessage',
      mock(({ tmplIds }) => Object.fromEntries(tmplIds.map((id: Loose) => [typeName(id) === 'String' ? id : String(id), 'accept']))),
      { tmplIds: 'Array' },
    ),
    checkIsAddedToMyMiniProgram: bridged('checkIsAddedToMyMiniProgram', () => ({ added: false })),
    requestPayment: bridged('requestPayment', undefined, { timeStamp: 'String', nonceStr: 'String', package: 'String', paySign: 'String' }),
  }
}

function userInfo({ lang }: CallOptions): object {
  const userInfo = { nickName: '微信用户', gender: 0, language: lang ?? '', city: '', province: '', country: '', avatarUrl: GREY_AVATAR, is_demote: true }
  return { userInfo, rawData: JSON.stringify(userInfo), signature: '', encryptedData: '', iv: '', cloudID: '' }
}

const GREY_AVATAR =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 132 132%22%3E%3Cpath fill=%22%23dcdcdc%22 d=%22M0 0h132v132H0z%22/%3E%3Ccircle cx=%2266%22 cy=%2252%22 r=%2224%22 fill=%22%23fff%22/%3E%3Cpath fill=%22%23fff%22 d=%22M22 132a44 44 0 0 1 88 0z%22/%3E%3C/svg%3E'
