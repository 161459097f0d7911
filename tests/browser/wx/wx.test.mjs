/** `wx.*` in Chromium: dialogs, durable storage, requests, files, canvases; with the logic in a worker and in one thread. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startApp } from './harness.mjs'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAD0lEQVR4nGNgYPgPRsgUADjcBftBwbf8AAAAAElFTkSuQmCC', 'base64')
let app
const uploads = []

before(async () => {
  app = await startApp({
    '/never': () => {},
    '/app/pixel.png': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(PNG),
    '/app/data.json': (_, response) => response.end('{"in":"package"}'),
    '/upload': (request, response) => {
      const parts = []
      request.on('data', (part) => parts.push(part))
      request.on('end', () => {
        uploads.push(Buffer.concat(parts).toString('latin1'))
        response.end('thanks')
      })
    },
  })
})
after(() => app.close())

for (const threads of ['worker', '1']) {
  const check = (name, body, options = {}) =>
    test(`${name} (threads: ${threads})`, async () => {
      const page = await app.open({ threads, ...options })
      try {
        await body(page)
        assert.deepEqual(page.errors, [])
      } finally {
        await page.context().close()
      }
    })

  check('toasts come and go', async (page) => {
    await page.run(() => wx.showToast({ title: 'done', duration: 3000 }))
    await page.waitForSelector('[role=status] >> text=done')
    await page.waitForSelector('[role=status]', { state: 'detached' })
    await page.run(() => wx.showLoading({ title: 'wait', mask: true }))
    await page.waitForSelector('.wxc-toast.masked >> text=wait')
    await page.run(() => wx.hideLoading())
    assert.equal(await page.locator('.wxc-toast').count(), 0)
  })

  check('modal dialogs: keyboard, focus, results', async (page) => {
    await page.run(() => void wx.showModal({ title: 'Sure?', content: 'really' }).then((result) => (globalThis.result = result)))
    await page.waitForSelector('[role=alertdialog]')
    assert.equal(await page.evaluate(() => document.activeElement.textContent), '确定')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=alertdialog]', { state: 'detached' })
    assert.deepEqual(await page.run(() => globalThis.result), { errMsg: 'showModal:ok', confirm: true, cancel: false, content: null })
    await page.run(() => void wx.showModal({ title: 'Name', editable: true }).then((result) => (globalThis.result = result)))
    await page.waitForSelector('[role=alertdialog] input')
    await page.keyboard.type('abc')
    await page.click('text=确定')
    await page.waitForSelector('[role=alertdialog]', { state: 'detached' })
    assert.equal(await page.run(() => globalThis.result.content), 'abc')
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('[inert]')].length), 0)
  })

  check('a tap that opens a dialog presses nothing in it', async (page) => {
    await page.run(() => {
      globalThis.onTap = () => wx.showActionSheet({ itemList: ['first', 'second'], complete: (result) => (globalThis.result = result) })
    })
    const { x, y } = await page.locator('#button').boundingBox()
    await page.touchscreen.tap(x + 5, y + 5)
    await page.waitForSelector('text=second')
    await page.tap('text=second')
    await page.waitForSelector('.wxc-sheet', { state: 'detached' })
    assert.deepEqual(await page.run(() => globalThis.result), { errMsg: 'showActionSheet:ok', tapIndex: 1 })
    await page.tap('#button')
    await page.waitForSelector('.wxc-sheet')
    await page.touchscreen.tap(100, 50)
    await page.waitForSelector('.wxc-sheet', { state: 'detached' })
    assert.deepEqual(await page.run(() => globalThis.result), { errMsg: 'showActionSheet:fail cancel' })
  }, { touch: true })

  check('storage is there before the app starts again, after a reload in the same moment, and in other tabs', async (page) => {
    assert.equal(await page.run(() => globalThis.atLaunch), '')
    await page.run(() => {
      wx.setStorageSync('kept', { list: [1, 2] })
      wx.setStorageSync('gone', 1)
      wx.removeStorageSync('gone')
    })
    await page.again()
    assert.deepEqual(await page.run(() => globalThis.atLaunch), { list: [1, 2] })
    assert.deepEqual(await page.run(() => wx.getStorageInfoSync().keys), ['kept'])
    const other = await app.start(page.context())
    assert.deepEqual(await other.run(() => wx.getStorageSync('kept')), { list: [1, 2] })
    await other.run(() => wx.setStorage({ key: 'kept', data: 'from the other tab' }))
    await page.run(async () => {
      while (wx.getStorageSync('kept') !== 'from the other tab') await new Promise((resolve) => setTimeout(resolve, 10))
    })
    await page.run(() => wx.clearStorage())
    await page.again()
    assert.equal(await page.run(() => globalThis.atLaunch), '')
  })

  check('requests: result, abort, timeout, another origin that does not allow it', async (page) => {
    const results = await page.run(async (origin) => {
      const send = (options, then) =>
        new Promise((resolve) => {
          const task = wx.request({ ...options, complete: resolve })
          then?.(task)
        })
      const ok = await send({ url: `${origin}/app/data.json` })
      const aborted = await send({ url: `${origin}/never` }, (task) => setTimeout(() => task.abort(), 20))
      const late = await send({ url: `${origin}/never`, timeout: 50 })
      return [ok.data, ok.statusCode, aborted, late]
    }, app.origin)
    assert.deepEqual(results, [{ in: 'package' }, 200, { errMsg: 'request:fail abort', errno: 1 }, { errMsg: 'request:fail timeout', errno: 5 }])
  })

  check('chosen images can be shown, measured, read and uploaded', async (page) => {
    await page.run(() => {
      globalThis.onTap = (instance) =>
        wx.chooseImage({
          count: 2,
          success({ tempFilePaths, tempFiles }) {
            globalThis.result = { tempFilePaths, tempFiles }
            instance.setData({ src: tempFilePaths[0] })
          },
        })
    })
    const chooser = page.waitForEvent('filechooser')
    await page.click('#button')
    const picker = await chooser
    assert.ok(picker.isMultiple())
    await picker.setFiles([{ name: 'a.png', mimeType: 'image/png', buffer: PNG }])
    await page.waitForFunction(() => document.querySelector('#image img')?.naturalWidth === 2)
    const { tempFilePaths, tempFiles } = await page.run(() => globalThis.result)
    assert.match(tempFilePaths[0], /^wxfile:\/\/tmp_[\da-f]+\.png$/)
    assert.deepEqual(tempFiles, [{ path: tempFilePaths[0], size: PNG.length }])
    const [info, size, sent, saved] = await page.run(
      async ([path, origin]) => {
        const info = await wx.getImageInfo({ src: path })
        const size = wx.getFileSystemManager().readFileSync(path).byteLength
        const sent = await new Promise((resolve) => wx.uploadFile({ url: `${origin}/upload`, filePath: path, name: 'photo', formData: { a: '1' }, complete: resolve }))
        const { savedFilePath } = await wx.getFileSystemManager().saveFile({ tempFilePath: path })
        return [info, size, sent, savedFilePath]
      },
      [tempFilePaths[0], app.origin],
    )
    assert.deepEqual(info, { errMsg: 'getImageInfo:ok', width: 2, height: 3, path: tempFilePaths[0], orientation: 'up', type: 'png' })
    assert.equal(size, PNG.length)
    assert.deepEqual([sent.statusCode, sent.data], [200, 'thanks'])
    const body = uploads.pop()
    assert.match(body, /name="a"\r\n\r\n1/)
    assert.match(body, /name="photo"; filename="tmp_[\da-f]+\.png"\r\nContent-Type: image\/png/)
    await page.again()
    await page.run((path) => getCurrentPages()[0].setData({ src: path }), saved)
    await page.waitForFunction(() => document.querySelector('#image img')?.naturalWidth === 2)
    assert.equal(await page.run((path) => wx.getFileSystemManager().readFileSync(path).byteLength, saved), PNG.length)
  })

  check('user files outlive the visit; files of the package can be read at once', async (page) => {
    await page.run(() => wx.getFileSystemManager().writeFileSync(`${wx.env.USER_DATA_PATH}/a.txt`, '汉字'))
    await page.again()
    assert.deepEqual(await page.run(() => [wx.getFileSystemManager().readFileSync(`${wx.env.USER_DATA_PATH}/a.txt`, 'utf8'), wx.getFileSystemManager().readFileSync('/data.json', 'utf8')]), ['汉字', '{"in":"package"}'])
    const digest = await page.run(() => wx.getFileInfo({ filePath: 'data.json' }))
    assert.equal(digest.size, 16)
  })

  check('downloads', async (page) => {
    const result = await page.run(async (origin) => {
      const progress = []
      const done = await new Promise((resolve) => wx.downloadFile({ url: `${origin}/app/pixel.png`, complete: resolve }).onProgressUpdate((event) => progress.push(event.progress)))
      const info = await wx.getImageInfo({ src: done.tempFilePath })
      return [done.statusCode, done.tempFilePath, progress.at(-1) > 0 || progress.length > 0, info.width]
    }, app.origin)
    assert.equal(result[0], 200)
    assert.match(result[1], /\.png$/)
    assert.deepEqual(result.slice(2), [true, 2])
  })

  check('a canvas of type 2d is drawn on the logic thread', async (page) => {
    const [same, pixel, path] = await page.run(async () => {
      const node = () => new Promise((resolve) => wx.createSelectorQuery().select('#canvas').fields({ node: true, size: true, dataset: true }).exec(([result]) => resolve(result)))
      const { node: canvas, width } = await node()
      const again = await node()
      canvas.width = width
      canvas.height = 150
      const context = canvas.getContext('2d')
      context.fillStyle = '#ff0000'
      context.fillRect(0, 0, 300, 150)
      const image = canvas.createImage()
      await new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject, src: '/pixel.png' }))
      context.drawImage(image, 0, 0, 10, 10)
      await new Promise((resolve) => canvas.requestAnimationFrame(resolve))
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, x: 100, y: 0, width: 20, height: 10, destWidth: 40, destHeight: 20, fileType: 'png' })
      const info = await wx.getImageInfo({ src: tempFilePath })
      return [canvas === again.node && image.width === 2 && canvas.toDataURL().startsWith('data:image/png;base64,'), [...context.getImageData(50, 50, 1, 1).data], [info.width, info.height]]
    })
    assert.ok(same)
    assert.deepEqual(pixel, [255, 0, 0, 255])
    assert.deepEqual(path, [40, 20])
    const shot = await page.locator('#canvas').screenshot()
    assert.deepEqual(await colourAt(page, shot, 200, 100), [255, 0, 0, 255])
  })

  check('the older canvas draws what was recorded', async (page) => {
    const result = await page.run(async () => {
      const context = wx.createCanvasContext('older')
      const gradient = context.createLinearGradient(0, 0, 300, 0)
      gradient.addColorStop(0, '#00ff00')
      gradient.addColorStop(1, '#00ff00')
      context.setFillStyle(gradient)
      context.fillRect(0, 0, 300, 150)
      context.drawImage('/pixel.png', 0, 0, 20, 20)
      context.setFontSize(20)
      const { width } = context.measureText('wxc')
      await new Promise((resolve) => context.draw(false, resolve))
      const { data, width: w } = await wx.canvasGetImageData({ canvasId: 'older', x: 100, y: 100, width: 2, height: 1 })
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvasId: 'older', destWidth: 30, destHeight: 15, fileType: 'jpg' })
      const info = await wx.getImageInfo({ src: tempFilePath })
      const missing = await wx.canvasToTempFilePath({ canvasId: 'nowhere' }).catch((error) => error.errMsg)
      return [width > 20, [...data], w, info.type, info.width, missing]
    })
    assert.deepEqual(result, [true, [0, 255, 0, 255, 0, 255, 0, 255], 2, 'jpeg', 30, result.at(-1)])
    assert.match(result.at(-1), /^canvasToTempFilePath:fail /)
  })

  check('queries know sizes, ids and datasets', async (page) => {
    const [rect, all, missing] = await page.run(() => new Promise((resolve) => wx.createSelectorQuery().select('#button').boundingClientRect().selectAll('#button, #image').fields({ id: true, dataset: true }).select('#none').boundingClientRect().exec(resolve)))
    assert.equal(rect.id, 'button')
    assert.deepEqual(rect.dataset, { some: 'data' })
    assert.equal(rect.width, 375)
    assert.deepEqual(all.map(({ id }) => id), ['button', 'image'])
    assert.equal(missing, null)
  })

  check('the gallery: pages, keys, zoom, closing', async (page) => {
    await page.run(() => wx.previewImage({ urls: ['/pixel.png', '/pixel.png?2', '/pixel.png?3'], current: '/pixel.png?2' }))
    await page.waitForSelector('.wxc-preview output >> text=2 / 3')
    await page.keyboard.press('ArrowRight')
    await page.waitForSelector('.wxc-preview output >> text=3 / 3')
    await page.mouse.move(100, 400)
    await page.mouse.down()
    await page.mouse.move(300, 400, { steps: 5 })
    await page.mouse.up()
    await page.waitForSelector('.wxc-preview output >> text=2 / 3')
    await page.mouse.dblclick(187, 400)
    await page.waitForFunction(() => /scale\(2\)/.test(document.querySelectorAll('.wxc-preview img')[1].style.transform))
    await page.mouse.dblclick(187, 400)
    await page.waitForTimeout(300) // a tap sooner would belong to the double tap
    await page.mouse.click(187, 400)
    await page.waitForSelector('.wxc-preview', { state: 'detached' })
  })

  check('the clipboard, and what WeChat says about it', async (page) => {
    await page.click('#button')
    await page.run(() => wx.setClipboardData({ data: 'copied text' }))
    await page.waitForSelector('[role=status] >> text=内容已复制')
    assert.equal((await page.run(() => wx.getClipboardData())).data, 'copied text')
  }, { permissions: ['clipboard-read', 'clipboard-write'] })

  check('the host bridge of an integrator', async (page) => {
    assert.deepEqual(await page.run(() => wx.login().catch((error) => error)), { errMsg: 'login:fail not supported in browser', errno: 100 })
    await page.evaluate(() => {
      window.wxcHost = {
        login: () => ({ code: 'from the page' }),
        requestPayment() {
          throw 'cancel'
        },
      }
    })
    assert.equal((await page.run(() => wx.login())).code, 'from the page')
    const payment = { timeStamp: '', nonceStr: '', package: '', paySign: '' }
    assert.deepEqual(await page.run((options) => wx.requestPayment(options).catch((error) => error), payment), { errMsg: 'requestPayment:fail cancel' })
  })

  check('sockets', async (page) => {
    const heard = await page.run(
      (origin) =>
        new Promise((resolve) => {
          const heard = []
          const task = wx.connectSocket({ url: origin.replace('http', 'ws') + '/echo', success: ({ errMsg }) => heard.push(errMsg) })
          wx.onSocketOpen(() => heard.push('the last socket is open'))
          task.onOpen(() => {
            heard.push(task.readyState)
            task.send({ data: 'text', success: ({ errMsg }) => heard.push(errMsg) })
            wx.sendSocketMessage({ data: new Uint8Array([1, 2]).buffer })
          })
          task.onMessage(({ data }) => {
            heard.push(typeof data === 'string' ? data : [...new Uint8Array(data)])
            if (typeof data !== 'string') task.close({ code: 3001, reason: 'enough' })
          })
          task.onClose(({ code, reason }) => {
            heard.push(code, reason)
            task.send({ data: 'late', fail: ({ errMsg }) => resolve([...heard, errMsg]) })
          })
        }),
      app.origin,
    )
    assert.deepEqual(heard, ['connectSocket:ok', 1, 'the last socket is open', 'sendSocketMessage:ok', 'text', [1, 2], 3001, 'enough', 'sendSocketMessage:fail WebSocket is not connected'])
    const failures = await page.run(async () => {
      const outcome = (url) => new Promise((resolve) => wx.connectSocket({ url, complete: ({ errMsg }) => resolve(errMsg) }))
      return [await outcome('nonsense'), await wx.closeSocket().catch(({ errMsg }) => errMsg)]
    })
    assert.deepEqual(failures, ['connectSocket:fail invalid url', 'closeSocket:fail WebSocket is not connected'])
  })

  check('sounds', async (page) => {
    const heard = await page.run(
      () =>
        new Promise((resolve) => {
          const audio = wx.createInnerAudioContext()
          const heard = []
          audio.onPlay(() => heard.push('play'))
          audio.onEnded(() => resolve([...heard, 'ended', audio.duration > 0]))
          audio.onError((error) => resolve(error))
          // 50 ms of silence.
          const bytes = new Uint8Array(44 + 400)
          const view = new DataView(bytes.buffer)
          const text = (at, chars) => [...chars].forEach((char, i) => (bytes[at + i] = char.charCodeAt(0)))
          text(0, 'RIFF'), view.setUint32(4, 436, true), text(8, 'WAVEfmt '), view.setUint32(16, 16, true), view.setUint16(20, 1, true), view.setUint16(22, 1, true)
          view.setUint32(24, 8000, true), view.setUint32(28, 8000, true), view.setUint16(32, 1, true), view.setUint16(34, 8, true), text(36, 'data'), view.setUint32(40, 400, true)
          bytes.fill(128, 44)
          wx.getFileSystemManager().writeFileSync(`${wx.env.USER_DATA_PATH}/silence.wav`, bytes.buffer)
          globalThis.onTap = () => audio.play()
          audio.src = `${wx.env.USER_DATA_PATH}/silence.wav`
          audio.play()
        }),
    )
    assert.deepEqual(heard, ['play', 'ended', true])
  }, {})
}

/** A pixel of a screenshot. */
async function colourAt(page, png, x, y) {
  return page.evaluate(
    async ([data, x, y]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${data}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      const context = canvas.getContext('2d')
      context.drawImage(image, 0, 0)
      return [...context.getImageData(x, y, 1, 1).data]
    },
    [png.toString('base64'), x, y],
  )
}
