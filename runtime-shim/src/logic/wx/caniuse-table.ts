/** What `wx.canIUse` knows: a line per name, its members after it. */

/** `member parameter… > result…` for every member of `wx` that works in a browser. */
export const USABLE_APIS = `
addPhoneCalendar startTime title alarm alarmOffset allDay description endTime location path signature
addPhoneRepeatCalendar startTime title alarm alarmOffset allDay description endTime location path repeatEndTime repeatInterval signature
arrayBufferToBase64
authorize scope
base64ToArrayBuffer
batchGetStorage keyList > dataList
batchGetStorageSync
batchSetStorage kvList
batchSetStorageSync
canIUse
cancelIdleCallback
canvasGetImageData canvasId height width x y > data height width
canvasPutImageData canvasId data height width x y
canvasToTempFilePath canvas canvasId x y width height destWidth destHeight fileType quality > tempFilePath
checkDeviceSupportHevc > supportHevc
checkIsAddedToMyMiniProgram > added
checkIsOpenAccessibility > open
checkIsPictureInPictureActive
checkIsSoterEnrolledInDevice checkAuthMode > isEnrolled
checkIsSupportSoterAuthentication > supportMode
checkSession
chooseAddress > cityName countyName detailInfo detailInfoNew nationalCode postalCode provinceName streetName telNumber userName
chooseImage count sizeType sourceType > tempFilePaths tempFiles
chooseInvoiceTitle > bankAccount bankName companyAddress taxNumber telephone title type
chooseLocation latitude longitude > address latitude longitude name
chooseMedia camera count maxDuration mediaType sizeType sourceType > tempFiles type
chooseMessageFile count extension type > tempFiles
choosePoi > address city latitude longitude name type
chooseVideo camera compressed maxDuration sourceType > duration height size tempFilePath width
clearStorage
clearStorageSync
closeSocket code reason
compressImage src compressedHeight compressedWidth quality > tempFilePath
connectSocket url forceCellularNetwork header perMessageDeflate protocols tcpNoDelay timeout
createAnimation delay duration timingFunction transformOrigin
createAudioContext
createBufferURL
createCacheManager extra maxAge mode origin
createCanvasContext
createContext
createInnerAudioContext useWebAudioImplement
createIntersectionObserver thresholds initialRatio observeAll nativeMode
createOffscreenCanvas type width height compInst
createSelectorQuery
createVideoContext
disableAlertBeforeUnload
downloadFile url enableHttp2 enableProfile enableQuic filePath header timeout > filePath profile statusCode tempFilePath
drawCanvas
enableAlertBeforeUnload message
env
exitMiniProgram
getAccountInfoSync > miniProgram plugin
getApiCategory
getAppAuthorizeSetting > albumAuthorized bluetoothAuthorized cameraAuthorized locationAuthorized locationReducedAccuracy microphoneAuthorized notificationAlertAuthorized notificationAuthorized notificationBadgeAuthorized
getAppBaseInfo > PCKernelVersion SDKVersion enableDebug fontSizeScaleFactor fontSizeSetting host language version theme
getAvailableAudioSources > audioSources
getBackgroundAudioManager
getBackgroundAudioPlayerState > currentPosition dataUrl downloadPercent duration status
getBackgroundFetchData fetchType > fetchedData path query scene timeStamp
getBackgroundFetchToken > token
getBatteryInfo > isCharging isLowPowerModeEnabled level
getBatteryInfoSync > isCharging isLowPowerModeEnabled level
getClipboardData > data
getDeviceBenchmarkInfo > benchmarkLevel modelLevel
getDeviceInfo > abi benchmarkLevel brand cpuType deviceAbi memorySize model platform system
getEnterOptionsSync > apiCategory forwardMaterials hostExtraData path query referrerInfo scene chatType shareTicket
getExptInfoSync
getExtConfig > extConfig
getExtConfigSync
getFileInfo
getFileSystemManager
getFuzzyLocation type > latitude longitude
getImageInfo src > height orientation path type width
getLaunchOptionsSync > apiCategory forwardMaterials hostExtraData path query referrerInfo scene chatType shareTicket
getLocation altitude highAccuracyExpireTime isHighAccuracy type > accuracy altitude horizontalAccuracy latitude longitude speed verticalAccuracy
getLogManager level
getMenuButtonBoundingClientRect > bottom height left right top width
getNetworkType > hasSystemProxy networkType signalStrength weakNet
getPerformance
getPluginUpdateManager pluginId
getPrivacySetting > needAuthorization privacyContractName
getRandomValues length > randomValues
getRealtimeLogManager
getRecorderManager
getRendererUserAgent
getSavedFileInfo
getSavedFileList
getScreenBrightness > value
getScreenRecordingState > state
getSelectedTextRange > end start
getSetting withSubscriptions > authSetting subscriptionsSetting miniprogramAuthSetting
getSkylineInfo > isSupported version reason
getSkylineInfoSync > isSupported version reason
getStorage key encrypt > data
getStorageInfo > currentSize keys limitSize
getStorageInfoSync > currentSize keys limitSize
getStorageSync
getSystemInfo > brand model pixelRatio screenWidth screenHeight windowWidth windowHeight statusBarHeight language version system platform fontSizeSetting SDKVersion benchmarkLevel albumAuthorized cameraAuthorized locationAuthorized microphoneAuthorized notificationAuthorized phoneCalendarAuthorized bluetoothEnabled locationEnabled wifiEnabled safeArea locationReducedAccuracy theme host enableDebug deviceOrientation
getSystemInfoAsync > brand model pixelRatio screenWidth screenHeight windowWidth windowHeight statusBarHeight language version system platform fontSizeSetting SDKVersion benchmarkLevel albumAuthorized cameraAuthorized locationAuthorized microphoneAuthorized notificationAuthorized phoneCalendarAuthorized bluetoothEnabled locationEnabled wifiEnabled safeArea locationReducedAccuracy theme host enableDebug deviceOrientation
getSystemInfoSync > brand model pixelRatio screenWidth screenHeight windowWidth windowHeight statusBarHeight language version system platform fontSizeSetting SDKVersion benchmarkLevel albumAuthorized cameraAuthorized locationAuthorized microphoneAuthorized notificationAuthorized phoneCalendarAuthorized bluetoothEnabled locationEnabled wifiEnabled safeArea locationReducedAccuracy theme host enableDebug deviceOrientation
getSystemSetting > bluetoothEnabled deviceOrientation locationEnabled wifiEnabled
getUpdateManager
getUserCryptoManager
getUserInfo lang withCredentials > cloudID encryptedData iv rawData signature userInfo
getUserProfile desc lang > cloudID encryptedData iv rawData signature userInfo
getVideoInfo src > bitrate duration fps height orientation size type width
getWindowInfo > pixelRatio safeArea screenHeight screenTop screenWidth statusBarHeight windowHeight windowWidth
hideHomeButton
hideKeyboard
hideLoading noConflict
hideNavigationBarLoading
hideShareMenu menus
hideTabBar animation
hideTabBarRedDot index
hideToast noConflict
isVKSupport
loadBuiltInFontFace family source global scopes
loadFontFace family source desc global scopes > status
login timeout > code
makePhoneCall phoneNumber
navigateBack delta
navigateTo url events routeConfig routeOptions routeType withOpenContainer > eventChannel
nextTick
offAccelerometerChange
offAfterPageLoad
offAfterPageUnload
offApiCategoryChange
offAppHide
offAppRoute
offAppRouteDone
offAppShow
offAudioInterruptionBegin
offAudioInterruptionEnd
offBatteryInfoChange
offBeforeAppRoute
offBeforePageLoad
offBeforePageUnload
offCompassChange
offCopyUrl
offDeviceMotionChange
offEmbeddedMiniProgramHeightChange
offError
offGyroscopeChange
offKeyDown
offKeyUp
offKeyboardHeightChange
offLazyLoadError
offLocationChange
offLocationChangeError
offMemoryWarning
offMenuButtonBoundingClientRectWeightChange
offNetworkStatusChange
offNetworkWeakChange
offPageNotFound
offParallelStateChange
offThemeChange
offUnhandledRejection
offWindowResize
offWindowStateChange
onAccelerometerChange > x y z
onAfterPageLoad > componentFramework openType page path query routeEventId
onAfterPageUnload > path routeEventId
onApiCategoryChange > apiCategory
onAppHide > reason
onAppRoute > notFound openType page path pipMode query renderer routeEventId timeStamp webviewId
onAppRouteDone > openType path query routeEventId timeStamp webviewId
onAppShow > apiCategory forwardMaterials hostExtraData path query referrerInfo scene chatType shareTicket
onAudioInterruptionBegin
onAudioInterruptionEnd
onBackgroundAudioPause
onBackgroundAudioPlay
onBackgroundAudioStop
onBackgroundFetchData > fetchType fetchedData path query scene timeStamp
onBatteryInfoChange > isLowPowerModeEnabled
onBeforeAppRoute > notFound openType page path pipMode query renderer routeEventId webviewId
onBeforePageLoad > componentFramework openType path query routeEventId
onBeforePageUnload > page path routeEventId
onCompassChange > accuracy direction
onCopyUrl > promise query title
onDeviceMotionChange > alpha beta gamma
onEmbeddedMiniProgramHeightChange > height initialHeight
onError > message
onGyroscopeChange > x y z
onKeyDown > altKey code key shiftKey timeStamp
onKeyUp > altKey code key shiftKey timeStamp
onKeyboardHeightChange > height
onLazyLoadError > subpackage type
onLocationChange > accuracy altitude horizontalAccuracy latitude longitude speed verticalAccuracy
onLocationChangeError > errCode
onMemoryWarning > level
onMenuButtonBoundingClientRectWeightChange > bottom height left right top width
onNeedPrivacyAuthorization
onNetworkStatusChange > isConnected networkType
onNetworkWeakChange > networkType weakNet
onPageNotFound > isEntryPage path query
onParallelStateChange > isOnParallel leftPage rightPage
onSocketClose > code reason
onSocketError
onSocketMessage > data
onSocketOpen > header
onThemeChange > theme
onUnhandledRejection > promise reason
onWindowResize > size
onWindowStateChange > state
openDocument filePath fileType showMenu
openLocation latitude longitude address name scale
openSetting withSubscriptions > authSetting subscriptionsSetting
pageScrollTo duration offsetTop scrollTop selector
pauseBackgroundAudio
pauseVoice
playBackgroundAudio dataUrl coverImgUrl title
playVoice filePath duration
pluginLogin
preDownloadSubpackage packageType
preloadAssets data
preloadSkylineView
preloadWebview
previewImage urls current referrerPolicy showmenu
previewMedia sources current referrerPolicy showmenu
reLaunch url
redirectTo url
removeSavedFile
removeStorage key
removeStorageSync
removeTabBarBadge index
reportAnalytics
reportEvent
reportMonitor
reportPerformance
request url data header method dataType responseType timeout enableChunked > data statusCode header cookies profile errMsg
requestIdleCallback timeout
requestPayment nonceStr package paySign timeStamp signType
requestSubscribeMessage tmplIds > errMsg
requirePrivacyAuthorize
restartMiniProgram path
revokeBufferURL
rewriteRoute url preserveQuery
router
saveFile
saveFileToDisk filePath
saveImageToPhotosAlbum filePath
saveVideoToPhotosAlbum filePath
scanCode onlyFromCamera scanType > charSet path rawData result scanType
seekBackgroundAudio position
sendSms content phoneNumber
sendSocketMessage data
setBackgroundColor backgroundColor backgroundColorBottom backgroundColorTop
setBackgroundFetchToken token
setBackgroundTextStyle textStyle
setClipboardData data
setEnableDebug enableDebug
setInnerAudioOption mixWithOther obeyMuteSwitch speakerOn
setKeepScreenOn keepScreenOn
setNavigationBarColor backgroundColor frontColor animation
setNavigationBarTitle title
setScreenBrightness value
setStorage data key encrypt
setStorageSync
setTabBarBadge index text
setTabBarItem index iconPath selectedIconPath text
setTabBarStyle backgroundColor borderStyle color selectedColor
setTopBarText text
shareFileMessage filePath fileName
shareVideoMessage videoPath thumbPath
showActionSheet itemList alertText itemColor > tapIndex
showLoading title mask
showModal cancelColor cancelText confirmColor confirmText content editable placeholderText showCancel title > cancel confirm content
showNavigationBarLoading
showShareImageMenu path entrancePath needShowEntrance
showShareMenu menus withShareTicket
showTabBar animation
showTabBarRedDot index
showToast title duration icon image mask
startAccelerometer interval
startCompass
startDeviceMotionListening interval
startGyroscope interval
startLocationUpdate type
startLocationUpdateBackground type
startPullDownRefresh
startRecord > tempFilePath
stopAccelerometer
stopBackgroundAudio
stopCompass
stopDeviceMotionListening
stopGyroscope
stopLocationUpdate
stopPullDownRefresh
stopRecord
stopVoice
switchTab url
updateShareMenu activityId chooseType isPrivateMessage isUpdatableMessage participant templateInfo toDoActivityId useForChatTool withShareTicket
uploadFile filePath name url enableHttp2 enableProfile enableQuic formData header timeout > data profile statusCode
vibrateLong
vibrateShort type
`

/** `tag attribute…` for every built-in element that works. */
export const USABLE_TAGS = `
audio src loop controls poster name author binderror bindtimeupdate bindplay bindpause bindended
button size type plain loading form-type open-type hover-class hover-start-time hover-stay-time lang disabled hover-stop-propagation session-from send-message-title send-message-path send-message-img app-parameter show-message-card phone-number-no-quota-toast need-show-entrance entrance-path bindgetuserinfo bindcontact bindgetphonenumber bindgetrealtimephonenumber binderror bindopensetting bindlaunchapp bindchooseavatar bindagreeprivacyauthorization bindcreateliveactivity
canvas type canvas-id disable-scroll bindtouchstart bindtouchmove bindtouchend bindtouchcancel bindlongtap binderror
checkbox value checked color disabled
checkbox-group name bindchange
cover-image src referrer-policy bindload binderror
cover-view scroll-top hover-class hover-stop-propagation hover-start-time hover-stay-time
form report-submit report-submit-timeout bindsubmit bindreset bindsubmitToGroup
icon type size color
image src mode lazy-load show-menu-by-longpress webp forceHttps fade-in preload bindload binderror
input value type password placeholder-style placeholder-class maxlength focus auto-focus confirm-type confirm-hold cursor selection-start selection-end adjust-position hold-keyboard cursor-spacing always-embed placeholder disabled cursor-color safe-password-cert-path safe-password-length safe-password-time-stamp safe-password-nonce safe-password-salt safe-password-custom-hash worklet:onkeyboardheightchange name bindinput bindchange bindfocus bindblur bindconfirm bindkeyboardheightchange bindnicknamereview bindselectionchange bindkeyboardcompositionstart bindkeyboardcompositionupdate bindkeyboardcompositionend
label for
match-media min-width max-width width min-height max-height height orientation
movable-area scale-area
movable-view direction inertia out-of-bounds x y damping friction scale disabled scale-min scale-max scale-value animation bindchange bindscale bindhtouchmove bindvtouchmove
navigation-bar title loading front-color background-color color-animation-duration color-animation-timing-func
navigator target url open-type delta hover-class hover-stop-propagation hover-start-time hover-stay-time app-id path extra-data version short-link bindsuccess bindfail bindcomplete
page-container show position round close-on-slide-down overlay-style custom-style duration z-index overlay bindbeforeenter bindenter bindafterenter bindbeforeleave bindleave bindafterleave bindclickoverlay
page-meta background-text-style background-color background-color-top background-color-bottom root-background-color page-style page-font-size root-font-size page-orientation scroll-top scroll-duration bindresize bindscroll bindscrolldone
picker header-text mode disabled range range-key value start end fields custom-item level name bindchange bindcolumnchange bindcancel
picker-view value indicator-style indicator-class mask-style mask-class immediate-change name bindchange bindpickstart bindpickend
picker-view-column
progress percent show-info active active-mode duration stroke-width border-radius font-size color activeColor backgroundColor bindactiveend
radio value checked disabled color
radio-group name bindchange
rich-text nodes space user-select mode
root-portal enable externalClass
scroll-view scroll-x scroll-y upper-threshold lower-threshold scroll-top scroll-left scroll-into-view scroll-into-view-offset refresher-enabled refresher-default-style refresher-triggered enable-flex enhanced show-scrollbar paging-enabled enable-back-to-top type scroll-with-animation enable-passive refresher-threshold refresher-background bounces fast-deceleration scroll-anchoring using-sticky associative-container reverse clip cache-extent min-drag-distance scroll-into-view-within-extent scroll-into-view-alignment worklet:onscrollstart worklet:onscrollupdate worklet:onscrollend worklet:adjust-deceleration-velocity padding refresher-two-level-enabled refresher-two-level-triggered refresher-two-level-threshold refresher-two-level-close-threshold refresher-two-level-scroll-enabled refresher-ballistic-refresh-enabled refresher-two-level-pinned bindscroll bindscrolltoupper bindscrolltolower binddragstart binddragging binddragend bindrefresherpulling bindrefresherrefresh bindrefresherrestore bindrefresherabort bindscrollstart bindscrollend bindrefresherwillrefresh bindrefresherstatuschange
slider step block-size show-value color selected-color min max disabled value activeColor backgroundColor block-color name bindchange bindchanging
span
swiper indicator-dots current interval duration circular display-multiple-items previous-margin next-margin snap-to-edge direction indicator-color indicator-active-color autoplay vertical easing-function layout-type transformer-type indicator-type indicator-margin indicator-spacing indicator-radius indicator-width indicator-height indicator-alignment indicator-offset scroll-with-animation cache-extent worklet:onscrollstart worklet:onscrollupdate worklet:onscrollend current-item-id skip-hidden-item-layout bindchange bindtransition bindanimationfinish
swiper-item item-id skip-hidden-item-layout
switch type checked disabled color name bindchange
text user-select selectable space decode select-on-gesture overflow max-lines
textarea value maxlength auto-height confirm-type show-confirm-bar fixed disable-default-padding cursor-spacing adjust-position hold-keyboard placeholder-style placeholder-class placeholder disabled auto-focus focus cursor selection-start selection-end confirm-hold adjust-keyboard-to name bindfocus bindblur bindlinechange bindinput bindconfirm bindkeyboardheightchange bindselectionchange bindkeyboardcompositionstart bindkeyboardcompositionupdate bindkeyboardcompositionend
video src duration controls danmu-btn enable-danmu autoplay loop muted initial-time poster object-fit direction show-progress show-fullscreen-btn show-play-btn show-center-play-btn show-mute-btn show-bottom-progress enable-progress-gesture enable-play-gesture vslide-gesture vslide-gesture-in-fullscreen page-gesture picture-in-picture-mode auto-pause-if-navigate auto-pause-if-open-native show-casting-button show-background-playback-button picture-in-picture-show-progress picture-in-picture-init-position enable-system-pip enable-auto-rotation show-screen-lock-button show-snapshot-button referrer-policy is-live preferred-peak-bit-rate danmu-list play-btn-position title is-drm provision-url certificate-url license-url ad-unit-id poster-for-crawler background-poster bindplay bindpause bindended bindwaiting bindtimeupdate bindfullscreenchange binderror bindprogress bindloadedmetadata bindcontrolstoggle bindseekcomplete bindenterpictureinpicture bindleavepictureinpicture bindcastinguserselect bindcastingstatechange bindcastinginterrupt
view hover-class hover-stop-propagation hover-start-time hover-stay-time
web-view src bindmessage bindload binderror
`

/** `Interface member…` for the objects that members of `wx` return. */
export const USABLE_OBJECTS = `
BackgroundAudioManager src startTime title epname singer coverImgUrl webUrl protocol playbackRate duration currentTime paused buffered play pause stop seek onCanplay onPlay onPause onStop onEnded onTimeUpdate onError onWaiting onSeeking onSeeked onNext onPrev
CanvasContext fillStyle strokeStyle font globalAlpha globalCompositeOperation lineCap lineJoin lineWidth lineDashOffset miterLimit shadowBlur shadowColor shadowOffsetX shadowOffsetY arc arcTo beginPath bezierCurveTo closePath clip lineTo moveTo quadraticCurveTo rect draw fill fillRect fillText stroke strokeRect strokeText clearRect drawImage createPattern createLinearGradient createCircularGradient measureText save restore rotate scale translate transform setTransform setFillStyle setStrokeStyle setShadow setGlobalAlpha setLineWidth setLineCap setLineJoin setLineDash setMiterLimit setFontSize setTextAlign setTextBaseline
DownloadTask abort onProgressUpdate offProgressUpdate onHeadersReceived offHeadersReceived
FileSystemManager access accessSync readFile readFileSync writeFile writeFileSync appendFile appendFileSync copyFile copyFileSync rename renameSync unlink unlinkSync mkdir mkdirSync rmdir rmdirSync readdir readdirSync stat statSync saveFile saveFileSync getSavedFileList removeSavedFile getFileInfo unzip readZipEntry open openSync close closeSync read readSync write writeSync fstat fstatSync truncate truncateSync ftruncate ftruncateSync
InnerAudioContext src startTime autoplay loop obeyMuteSwitch volume playbackRate duration currentTime paused buffered play pause stop seek destroy onCanplay onPlay onPause onStop onEnded onTimeUpdate onError onWaiting onSeeking onSeeked offCanplay offPlay offPause offStop offEnded offTimeUpdate offError offWaiting offSeeking offSeeked
IntersectionObserver relativeTo relativeToViewport observe disconnect
LogManager debug info log warn
MediaQueryObserver observe disconnect
NodesRef boundingClientRect scrollOffset fields context node
Performance getEntries getEntriesByName getEntriesByType setBufferSize createObserver
RealtimeLogManager info warn error setFilterMsg addFilterMsg in tag getCurrentState
RecorderManager start pause resume stop onStart onPause onResume onStop onFrameRecorded onError onInterruptionBegin onInterruptionEnd
RequestTask abort onHeadersReceived offHeadersReceived onChunkReceived offChunkReceived
ScrollViewContext scrollTo scrollIntoView triggerRefresh closeRefresh
SelectorQuery in select selectAll selectViewport exec
SocketTask send close onOpen onMessage onClose onError
UpdateManager onCheckForUpdate onUpdateReady onUpdateFailed applyUpdate
UploadTask abort onProgressUpdate offProgressUpdate onHeadersReceived offHeadersReceived
VideoContext play pause stop seek playbackRate requestFullScreen exitFullScreen sendDanmu showStatusBar hideStatusBar exitPictureInPicture requestBackgroundPlayback exitBackgroundPlayback
`
