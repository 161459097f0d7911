/** Objects whose capability browsers lack: each has its documented methods, which fail; listeners are taken and never called. */
import { apiFailure, asyncApi, type Loose, type WxHost } from './registry.ts'

/** What a member of `wx` returns: the object's name, then its methods. */
const OBJECTS: Record<string, string> = {
  createMapContext:
    'MapContext getCenterLocation setCenterOffset moveToLocation translateMarker moveAlong includePoints getRegion getScale getRotate getSkew toScreenLocation ' +
    'fromScreenLocation addMarkers removeMarkers initMarkerCluster on off setBoundary setLocMarkerIcon addArc removeArc addGroundOverlay updateGroundOverlay ' +
    'removeGroundOverlay eraseLines addCustomLayer removeCustomLayer addVisualLayer removeVisualLayer executeVisualLayerCommand openMapApp',
  createCameraContext: 'CameraContext takePhoto startRecord stopRecord setZoom onCameraFrame',
  createLivePlayerContext: 'LivePlayerContext play stop pause resume mute requestFullScreen exitFullScreen snapshot exitPictureInPicture',
  createLivePusherContext:
    'LivePusherContext start stop pause resume startPreview stopPreview switchCamera snapshot toggleTorch playBGM stopBGM pauseBGM resumeBGM setBGMVolume ' +
    'setMICVolume sendMessage startAudioRecord stopAudioRecord',
  createMediaRecorder: 'MediaRecorder start stop pause resume requestFrame destroy on off',
  createVideoDecoder: 'VideoDecoder start stop seek getFrameData remove on off',
  createWebAudioContext: 'WebAudioContext suspend resume close decodeAudioData',
  createMediaContainer: 'MediaContainer addTrack removeTrack extractDataSource export destroy',
  createMediaAudioPlayer: 'MediaAudioPlayer start stop addAudioSource removeAudioSource destroy',
  createTCPSocket:
    'TCPSocket connect write close bindWifi onConnect offConnect onMessage offMessage onClose offClose onError offError onBindWifi offBindWifi',
  createUDPSocket: 'UDPSocket send connect write close setTTL onMessage offMessage onListening offListening onClose offClose onError offError',
  getNFCAdapter:
    'NFCAdapter startDiscovery stopDiscovery onDiscovered offDiscovered getNdef getNfcA getNfcB getNfcF getNfcV getIsoDep getMifareClassic getMifareUltralight',
  createGlobalPayment: 'GlobalPayment openMethodPicker requestPayment close',
  createInferenceSession: 'InferenceSession run destroy onLoad offLoad onError offError',
  createVKSession: 'VKSession start stop destroy on off addMarker removeMarker getVKFrame hitTest requestAnimationFrame cancelAnimationFrame',
  getXrFrameSystem: 'XrFrameSystem registerComponent registerEffect',
}

export function wxAbsent(host: WxHost): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const member in OBJECTS) {
    host.unsupported.add(member)
    members[member] = () => absentObject(host, member)
  }
  host.unsupported.add('openBluetoothAdapter')
  members.openBluetoothAdapter = asyncApi(host, 'openBluetoothAdapter', () => {
    throw { errMsg: 'openBluetoothAdapter:fail:not available', errCode: 10001, errno: 1500102 }
  })
  return members
}

function absentObject(host: WxHost, member: string): Loose {
  const [type, ...methods] = OBJECTS[member]!.split(' ') as [string, ...string[]]
  console.warn(`wx.${member} is not supported in browser`)
  const object: Loose = {}
  for (const method of methods) {
    const call = asyncApi(host, `${type}.${method}`, () => {
      throw apiFailure('not supported in browser', { errno: 100 })
    })
    object[method] = /^(on|off)([A-Z]|$)/.test(method)
      ? () => undefined
      : (options: Loose) => {
          const done = call(typeof options === 'object' && options ? options : {})
          done?.catch(() => undefined)
          return done
        }
  }
  // Data goes nowhere, but binding to a port is answered as documented.
  if (type === 'UDPSocket') object.bind = () => 0
  return object
}
