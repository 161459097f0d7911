/** FileSystemManager without a browser: what is kept in memory. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addTempFile } from '../../runtime-shim/src/logic/wx/filespace.ts'
import { md5 } from '../../runtime-shim/src/logic/wx/filecodec.ts'
import { wxFiles } from '../../runtime-shim/src/logic/wx/files.ts'
import { failureFrom, fakeHost } from './wx-host.ts'

const USR = 'wxfile://usr'

test('write, read, append, in every encoding', async () => {
  const { wx } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  fs.writeFileSync(`${USR}/a.txt`, '汉字')
  assert.equal(fs.readFileSync(`${USR}/a.txt`, 'utf8'), '汉字')
  assert.equal(fs.readFileSync(`${USR}/a.txt`).byteLength, 6)
  fs.appendFileSync(`${USR}/a.txt`, '!')
  assert.equal(fs.readFileSync(`${USR}/a.txt`, 'utf-8'), '汉字!')
  for (const [encoding, text] of [['hex', '00ff'], ['base64', 'AP8='], ['latin1', '\0\xff'], ['binary', '\0\xff'], ['ucs2', '汉'], ['utf16le', 'a'], ['ascii', 'abc']]) {
    await fs.writeFile({ filePath: `${USR}/b`, data: text, encoding })
    assert.equal((await fs.readFile({ filePath: `${USR}/b`, encoding })).data, text)
  }
  assert.equal(fs.readFileSync(`${USR}/a.txt`, 'utf8', 3, 3), '字')
  assert.equal((await failureFrom(fs.readFile({ filePath: `${USR}/b`, encoding: 'nope' }))).errMsg, 'readFile:fail invalid encoding "nope"')
  assert.equal((await failureFrom(fs.readFile({ filePath: `${USR}/a.txt`, position: 99 }))).errno, 1301009)
})

test('failures as documented', async () => {
  const { wx } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  assert.deepEqual(await failureFrom(fs.access({ path: `${USR}/no` })), { errMsg: `access:fail no such file or directory, access '${USR}/no'`, errno: 1300002 })
  assert.throws(() => fs.readFileSync(`${USR}/no`), { message: `readFileSync:fail no such file or directory, open '${USR}/no'`, errno: 1300002 })
  assert.equal((await failureFrom(fs.writeFile({ filePath: '/package.txt', data: '' }))).errno, 1300013)
  assert.equal((await failureFrom(fs.writeFile({ filePath: `${USR}/no/a`, data: '' }))).errno, 1300002)
  assert.throws(() => fs.readFileSync(), /parameter\.filePath should be String instead of Undefined/)
  await fs.mkdir({ dirPath: `${USR}/d` })
  assert.equal((await failureFrom(fs.mkdir({ dirPath: `${USR}/d` }))).errMsg, `mkdir:fail file already exists ${USR}/d`)
  assert.equal((await failureFrom(fs.readFile({ filePath: `${USR}/d` }))).errno, 1301003)
})

test('directories', async () => {
  const { wx } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  assert.throws(() => fs.mkdirSync(`${USR}/a/b`), /no such file or directory/)
  fs.mkdirSync(`${USR}/a/b`, true)
  fs.writeFileSync(`${USR}/a/b/c.txt`, 'c')
  assert.deepEqual(fs.readdirSync(`${USR}/a`), ['b'])
  assert.deepEqual((await fs.readdir({ dirPath: `${USR}/a/b/` })).files, ['c.txt'])
  const stats = fs.statSync(`${USR}/a`, true)
  assert.deepEqual(stats.map(({ path, stats }: { path: string; stats: { isFile(): boolean } }) => [path, stats.isFile()]), [['/', false], ['/b', false], ['/b/c.txt', true]])
  assert.throws(() => fs.rmdirSync(`${USR}/a`), /directory not empty/)
  fs.renameSync(`${USR}/a`, `${USR}/z`)
  assert.equal(fs.readFileSync(`${USR}/z/b/c.txt`, 'utf8'), 'c')
  fs.copyFileSync(`${USR}/z/b/c.txt`, `${USR}/copy`)
  fs.unlinkSync(`${USR}/z/b/c.txt`)
  fs.rmdirSync(`${USR}/z`, true)
  assert.deepEqual(fs.readdirSync(USR), ['copy'])
})

test('temporary files become saved ones', async () => {
  const { wx, host, calls } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  const path = addTempFile(host, new Blob(['x'], { type: 'image/png' }))
  assert.match(path, /^wxfile:\/\/tmp_[\da-f]{32}\.png$/)
  assert.equal(calls.at(-1)![1].path, path)
  const { savedFilePath } = await fs.saveFile({ tempFilePath: path })
  assert.match(savedFilePath, /^wxfile:\/\/store_[\da-f]{32}\.png$/)
  assert.equal((await failureFrom(fs.saveFile({ tempFilePath: path }))).errno, 1301112)
  const { fileList } = await wx.getSavedFileList()
  assert.deepEqual([fileList[0].filePath, fileList[0].size], [savedFilePath, 1])
  assert.equal((await wx.getSavedFileInfo({ filePath: savedFilePath })).size, 1)
  await fs.removeSavedFile({ filePath: savedFilePath })
  assert.deepEqual((await wx.getSavedFileList()).fileList, [])
})

test('digests', async () => {
  const { wx } = fakeHost([wxFiles])
  wx.getFileSystemManager().writeFileSync(`${USR}/a`, 'abc')
  assert.equal((await wx.getFileInfo({ filePath: `${USR}/a` })).digest, '900150983cd24fb0d6963f7d28e17f72')
  assert.equal((await wx.getFileInfo({ filePath: `${USR}/a`, digestAlgorithm: 'sha1' })).digest, 'a9993e364706816aba3e25717850c26c9cd0d89d')
  assert.equal(md5(new Uint8Array()), 'd41d8cd98f00b204e9800998ecf8427e')
  assert.equal(md5(new TextEncoder().encode('1234567890'.repeat(8))), '57edf4a22be3c955ac49da2e2107b67a')
})

test('descriptors', () => {
  const { wx } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  const filePath = `${USR}/f`
  const fd = fs.openSync({ filePath, flag: 'w+' })
  assert.deepEqual(fs.writeSync({ fd, data: 'hello' }), { bytesWritten: 5 })
  assert.deepEqual(fs.writeSync({ fd, data: new Uint8Array([1, 33, 34]).buffer, offset: 1, length: 1 }), { bytesWritten: 1 })
  const arrayBuffer = new ArrayBuffer(4)
  assert.equal(fs.readSync({ fd, arrayBuffer, position: 2 }).bytesRead, 4)
  assert.equal(new TextDecoder().decode(arrayBuffer), 'llo!')
  assert.equal(fs.fstatSync({ fd }).size, 6)
  fs.ftruncateSync({ fd, length: 2 })
  fs.closeSync({ fd })
  assert.equal(fs.readFileSync(filePath, 'utf8'), 'he')
  assert.throws(() => fs.closeSync({ fd }), { message: 'closeSync:fail bad file descriptor', errno: 1300009 })
  const readOnly = fs.openSync({ filePath })
  assert.throws(() => fs.writeSync({ fd: readOnly, data: 'x' }), { errno: 1302001 })
  assert.throws(() => fs.openSync({ filePath, flag: 'wx' }), { errno: 1301005 })
  assert.throws(() => fs.openSync({ filePath, flag: 'q' }), { errno: 1302003 })
})

test('unzip: stored and deflated entries, never outside of the target', async () => {
  const { wx } = fakeHost([wxFiles])
  const fs = wx.getFileSystemManager()
  // A directory `d/`, `d/a.txt` (deflated: 'hello hello hello hello'), `b.txt` (stored: 'b'), `../evil`.
  fs.writeFileSync(`${USR}/x.zip`, ZIP, 'base64')
  await fs.unzip({ zipFilePath: `${USR}/x.zip`, targetPath: `${USR}/out` })
  assert.equal(fs.readFileSync(`${USR}/out/d/a.txt`, 'utf8'), 'hello hello hello hello')
  assert.deepEqual(fs.readdirSync(`${USR}/out`), ['b.txt', 'd'])
  assert.deepEqual(fs.readdirSync(USR), ['out', 'x.zip'])
  const { entries } = await fs.readZipEntry({ filePath: `${USR}/x.zip`, entries: [{ path: 'b.txt', encoding: 'utf8' }, { path: 'none' }] })
  assert.equal(entries['b.txt'].data, 'b')
  assert.match(entries.none.errMsg, /fail no such file/)
  fs.writeFileSync(`${USR}/bad.zip`, 'not a zip file at all, is it?')
  assert.equal((await failureFrom(fs.unzip({ zipFilePath: `${USR}/bad.zip`, targetPath: USR }))).errno, 1301102)
})

const ZIP =
  'UEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAAAAACAAAAZC9QSwMEFAAAAAgAAAAhAONRPY0KAAAAFwAAAAcAAABkL2EudHh0y0jNyclXyEAnAVBLAwQUAAAAAAAAACEA+e++cQEAAAABAAAA' +
  'BQAAAGIudHh0YlBLAwQUAAAAAAAAACEAgxbcjAEAAAABAAAABwAAAC4uL2V2aWx4UEsBAhQDFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAIABAAAAAGQvUEsBAhQDFAAA' +
  'AAgAAAAhAONRPY0KAAAAFwAAAAcAAAAAAAAAAAAAAIABIAAAAGQvYS50eHRQSwECFAMUAAAAAAAAACEA+e++cQEAAAABAAAABQAAAAAAAAAAAAAAgAFPAAAAYi50eHRQSwECFAMUAAAA' +
  'AAAAACEAgxbcjAEAAAABAAAABwAAAAAAAAAAAAAAgAFzAAAALi4vZXZpbFBLBQYAAAAABAAEAM0AAACZAAAAAAA='
