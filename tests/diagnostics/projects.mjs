// The corpora of mistakes as projects: what `diagnostics.rs` checks, for tests that run the program.

const base = {
  'app.json': '{ "pages": ["pages/a/a"] }\n',
  'app.js': 'App({})\n',
  'pages/a/a.json': '{}\n',
  'pages/a/a.wxml': '<view>a</view>\n',
  'pages/a/a.js': 'Page({})\n',
}

/** The projects of a file of `tests/diagnostics` (diagnostics.rs says the form). */
export function projects(text) {
  return text.split(/^--- .*\n/m).slice(1).map((project) => {
    const files = { ...base }
    for (const section of project.split(/^=== /m).slice(1)) {
      const [head, ...lines] = section.split('\n')
      const [, path, changes = ''] = /^(.*?)(?: \((.*)\))?$/.exec(head)
      if (path.startsWith('(') || head.startsWith('(')) continue
      if (changes.includes('none')) {
        delete files[path]
        continue
      }
      const text = lines.filter((line) => !/^\s*\^+ [a-z]+\/[a-z-]+/.test(line)).join(changes.includes('crlf') ? '\r\n' : '\n')
      const bytes = /bytes ([0-9a-f ]+)/.exec(changes)
      files[path] = bytes ? Buffer.from(bytes[1].replaceAll(' ', ''), 'hex') : (changes.includes('bom') ? '\ufeff' : '') + text
    }
    return files
  })
}
