// What the compiler's library is called.
'use strict'

/** As cargo builds it. */
const LIBRARY = { linux: 'libwxc_node.so', darwin: 'libwxc_node.dylib', win32: 'wxc_node.dll' }[process.platform]
/** In the package. */
const PACKAGED = `wxc.${process.platform}-${process.arch}.node`

module.exports = { LIBRARY, PACKAGED }
