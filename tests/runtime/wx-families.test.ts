/** The table of families is what the families offer, and everything documented is somewhere. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import documented from '../../compiler/core/src/vocabulary/api.json'
import table from '../../runtime-shim/src/wx-families.json'
import type { Family } from '../../runtime-shim/src/logic/wx/registry.ts'
import { unsupportedApis } from '../../runtime-shim/src/logic/wx/registry.ts'
import { wxAbsent } from '../../runtime-shim/src/logic/wx/absent.ts'
import { wxAds } from '../../runtime-shim/src/logic/wx/ads.ts'
import { wxAnimate } from '../../runtime-shim/src/logic/wx/animate.ts'
import { wxAnimation } from '../../runtime-shim/src/logic/wx/animation.ts'
import { wxApp } from '../../runtime-shim/src/logic/wx/app.ts'
import { wxAudio } from '../../runtime-shim/src/logic/wx/audio.ts'
import { wxBase } from '../../runtime-shim/src/logic/wx/base.ts'
import { wxBattery } from '../../runtime-shim/src/logic/wx/battery.ts'
import { wxBridge } from '../../runtime-shim/src/logic/wx/bridge.ts'
import { wxBuffer } from '../../runtime-shim/src/logic/wx/buffer.ts'
import { wxCanvas } from '../../runtime-shim/src/logic/wx/canvas.ts'
import { wxChoose } from '../../runtime-shim/src/logic/wx/choose.ts'
import { wxClipboard } from '../../runtime-shim/src/logic/wx/clipboard.ts'
import { wxCloud } from '../../runtime-shim/src/logic/wx/cloud.ts'
import { wxDevice } from '../../runtime-shim/src/logic/wx/device.ts'
import { wxDrawing } from '../../runtime-shim/src/logic/wx/drawing.ts'
import { wxFeedback } from '../../runtime-shim/src/logic/wx/feedback.ts'
import { wxFiles } from '../../runtime-shim/src/logic/wx/files.ts'
import { wxFont } from '../../runtime-shim/src/logic/wx/font.ts'
import { wxImage } from '../../runtime-shim/src/logic/wx/image.ts'
import { wxKeyboard } from '../../runtime-shim/src/logic/wx/keyboard.ts'
import { wxLocation } from '../../runtime-shim/src/logic/wx/location.ts'
import { wxMusic } from '../../runtime-shim/src/logic/wx/music.ts'
import { wxNetwork } from '../../runtime-shim/src/logic/wx/network.ts'
import { wxPage } from '../../runtime-shim/src/logic/wx/page.ts'
import { wxPerformance } from '../../runtime-shim/src/logic/wx/performance.ts'
import { wxPhone } from '../../runtime-shim/src/logic/wx/phone.ts'
import { wxPrefetch } from '../../runtime-shim/src/logic/wx/prefetch.ts'
import { wxPreview } from '../../runtime-shim/src/logic/wx/preview.ts'
import { wxQuery } from '../../runtime-shim/src/logic/wx/query.ts'
import { wxRecorder } from '../../runtime-shim/src/logic/wx/recorder.ts'
import { wxReport } from '../../runtime-shim/src/logic/wx/report.ts'
import { wxRequest } from '../../runtime-shim/src/logic/wx/request.ts'
import { wxSave } from '../../runtime-shim/src/logic/wx/save.ts'
import { wxScan } from '../../runtime-shim/src/logic/wx/scan.ts'
import { wxSensors } from '../../runtime-shim/src/logic/wx/sensors.ts'
import { wxShare } from '../../runtime-shim/src/logic/wx/share.ts'
import { wxSocket } from '../../runtime-shim/src/logic/wx/socket.ts'
import { wxStorage } from '../../runtime-shim/src/logic/wx/storage.ts'
import { wxSystem } from '../../runtime-shim/src/logic/wx/system.ts'
import { wxTransfer } from '../../runtime-shim/src/logic/wx/transfer.ts'
import { wxVideo } from '../../runtime-shim/src/logic/wx/video.ts'
import { wxWorker } from '../../runtime-shim/src/logic/wx/worker.ts'
import { failureFrom, fakeHost, withCallbacks } from './wx-host.ts'

/** `route` needs the router and is tested with it. */
const FAMILIES: Record<string, Family> = { absent: wxAbsent, ads: wxAds, animate: wxAnimate, animation: wxAnimation, app: wxApp, audio: wxAudio, base: wxBase, battery: wxBattery, bridge: wxBridge, buffer: wxBuffer, canvas: wxCanvas, choose: wxChoose, clipboard: wxClipboard, cloud: wxCloud, device: wxDevice, drawing: wxDrawing, feedback: wxFeedback, files: wxFiles, font: wxFont, image: wxImage, keyboard: wxKeyboard, location: wxLocation, music: wxMusic, network: wxNetwork, page: wxPage, performance: wxPerformance, phone: wxPhone, prefetch: wxPrefetch, preview: wxPreview, query: wxQuery, recorder: wxRecorder, report: wxReport, request: wxRequest, save: wxSave, scan: wxScan, sensors: wxSensors, share: wxShare, socket: wxSocket, storage: wxStorage, system: wxSystem, transfer: wxTransfer, video: wxVideo, worker: wxWorker }

/** Methods of pages and components, not members of `wx`. */
const INSTANCE = ['createMediaQueryObserver', 'animate', 'clearAnimation']
/** Documented members of class A and B that are still missing, and why. */
const MISSING: Record<string, string> = {
  worklet: 'needs the Skyline renderer',
}
/** Names that are documented apart from the tables, as older programs use them. */
const OLDER = ['createSharedArrayBuffer', 'createContext', 'drawCanvas', 'saveFile', 'getFileInfo', 'getSavedFileList', 'getSavedFileInfo', 'removeSavedFile']
/** Ours: WeChat has nothing like it. */
const OURS = ['host']

test('each family has the members that the table says', () => {
  for (const [name, family] of Object.entries(FAMILIES)) {
    const members = Object.keys(fakeHost([family]).wx).sort()
    const expected = Object.entries(table).filter(([member, of]) => of === name && !INSTANCE.includes(member)).map(([member]) => member)
    assert.deepEqual(members, expected.sort(), name)
  }
})

test('no member is unknown to the documentation, and of class A and B nothing is missing', () => {
  const classes = documented as Record<string, { class: string }>
  for (const member of Object.keys(table)) assert.ok(member in classes || INSTANCE.includes(member) || OLDER.includes(member) || OURS.includes(member), member)
  const missing = Object.keys(classes).filter((name) => classes[name]!.class !== 'C' && !(name in table))
  assert.deepEqual(missing, Object.keys(MISSING))
})

test('members without a family fail with errno 100 and are known to be unsupported', async () => {
  const { host } = fakeHost([])
  const members = unsupportedApis(host, ['openChatTool', 'onVoIPChatInterrupted']) as Record<string, (options?: object) => unknown>
  const failure = { errMsg: 'openChatTool:fail not supported in browser', errno: 100 }
  assert.deepEqual(await failureFrom(members.openChatTool!()), failure)
  assert.deepEqual(await withCallbacks(members.openChatTool!), [['fail', failure], ['complete', failure]])
  assert.equal(members.onVoIPChatInterrupted!(() => assert.fail()), undefined)
  assert.ok(host.unsupported.has('openChatTool'))
})

test('a host bridge may have them', async () => {
  const { host, answers } = fakeHost([])
  answers.bridge = ({ api, options }: { api: string; options: object }) => ({ api, ...options })
  const { openChatTool } = unsupportedApis(host, ['openChatTool']) as Record<string, (options: object) => unknown>
  assert.deepEqual(await openChatTool!({ url: 'a' }), { errMsg: 'openChatTool:ok', api: 'openChatTool', url: 'a' })
})
