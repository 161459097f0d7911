/** The VS Code extension: its package, its grammars on examples, its problem matcher on what `wxc check` prints. */

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { WXC, project } from './client.mjs'

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), '../../compiler/lsp/editors/vscode')
const require = createRequire(join(EXTENSION, 'package.json'))
const manifest = JSON.parse(readFileSync(join(EXTENSION, 'package.json'), 'utf8'))

test('one command makes a package with everything it names', () => {
  const vsix = join(EXTENSION, 'wxc.vsix')
  rmSync(vsix, { force: true })
  execFileSync('npm', ['run', '--silent', 'package'], { cwd: EXTENSION, stdio: 'pipe' })
  const names = execFileSync('python3', ['-m', 'zipfile', '-l', vsix]).toString()
  const inside = (path) => names.includes(join('extension', path))
  const { languages, grammars } = manifest.contributes
  const named = [manifest.main, ...languages.map((language) => language.configuration), ...grammars.map((grammar) => grammar.path)]
  for (const path of [...named, 'package.json']) assert.ok(inside(path), `${path} is not in the package:\n${names}`)
  assert.match(names, /extension\/readme\.md/i)
  assert.match(names, /extension\/LICENSE/i)
  assert.ok(!names.includes('node_modules') && !names.includes('src/'), names)
  for (const { configuration } of languages) JSON.parse(readFileSync(join(EXTENSION, configuration), 'utf8'))
})

test('the problem matcher reads what `wxc check` prints', (t) => {
  const folder = project(t, {
    'app.json': '{"pages": ["pages/a/a"]}',
    'pages/a/a.wxml': '<view>\n  <my-tag/></view>',
    'pages/a/a.js': 'Page({})',
  })
  const { stderr } = spawnSync(WXC, ['check', folder, '--message-format', 'short'], { encoding: 'utf8' })
  const [{ pattern }] = manifest.contributes.problemMatchers
  const found = stderr.split('\n').map((line) => new RegExp(pattern.regexp).exec(line)).filter(Boolean)
  const read = found.map((match) => ['file', 'line', 'column', 'severity', 'code'].map((name) => match[pattern[name]]).join(' '))
  assert.deepEqual(read, ['pages/a/a.wxml 2 4 warning wxml/unknown-tag'], stderr)
  assert.match(found[0][pattern.message], /my-tag/)
})

/** Stand-ins for the grammars of the languages inside, which VS Code brings. */
const INNER = {
  'source.js': {
    scopeName: 'source.js',
    patterns: [
      { begin: "'", end: "'", name: 'string.js' },
      { begin: '//', end: '$', name: 'comment.line.js' },
      { begin: '\\{', end: '\\}', name: 'meta.block.js', patterns: [{ include: '$self' }] },
      { match: '\\b(?:var|function|return)\\b', name: 'keyword.js' },
    ],
  },
  'source.css': {
    scopeName: 'source.css',
    patterns: [
      { begin: '/\\*', end: '\\*/', name: 'comment.block.css' },
      {
        begin: '\\{',
        end: '\\}',
        patterns: [
          {
            begin: ':',
            end: '(?=[;}])',
            contentName: 'meta.property-value.css',
            patterns: [{ begin: '"', end: '"', name: 'string.quoted.css' }, { match: '\\d+(px)?', name: 'constant.numeric.css' }],
          },
        ],
      },
    ],
  },
}

async function grammar(scopeName) {
  const textmate = require('vscode-textmate')
  const oniguruma = require('vscode-oniguruma')
  const wasm = readFileSync(join(dirname(require.resolve('vscode-oniguruma')), 'onig.wasm'))
  await (grammar.ready ??= oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)))
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  })
  const loadGrammar = (scope) => {
    const own = manifest.contributes.grammars.find((grammar) => grammar.scopeName === scope)
    return Promise.resolve(own ? textmate.parseRawGrammar(readFileSync(join(EXTENSION, own.path), 'utf8'), own.path) : (INNER[scope] ?? null))
  }
  return new textmate.Registry({ onigLib, loadGrammar }).loadGrammar(scopeName)
}

/** Words of a text with their scopes. */
function words(grammar, text) {
  let stack = null
  const found = []
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, stack)
    stack = result.ruleStack
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const word = line.slice(startIndex, endIndex).trim()
      if (word) found.push([word, scopes.join(' ')])
    }
  }
  return found
}

/** That each word, in order, has a scope. */
function check(found, expected) {
  let at = 0
  for (const [word, ...scopes] of expected) {
    const next = found.findIndex(([other], index) => index >= at && other === word)
    assert.ok(next >= 0, `no token \`${word}\` behind the ${at}th of ${JSON.stringify(found, null, 1)}`)
    for (const scope of scopes) {
      const wanted = !scope.startsWith('!')
      assert.equal(found[next][1].includes(scope.replace('!', '')), wanted, `\`${word}\` is ${found[next][1]}, ${wanted ? 'not' : 'with'} ${scope}`)
    }
    at = next + 1
  }
}

test('WXML: tags, directives, handlers and mustaches', async () => {
  const wxml = await grammar('text.wxml')
  const text = `<!-- a {{b}} -->
<block wx:for="{{ rows }}" wx:for-item="row" wx:key="id">
  <my-row class="a {{row.on ? 'on' : \`x\${ 1 }\`}} b" bind:tap="go" catchtouchmove='{{ stop }}' model:value="{{v}}" hidden>
    {{ m.f(row.id, {a: 1, ...b}) && true }} text &lt; {{
      c
    }} tail
  </my-row>
</block>`
  check(words(wxml, text), [
    ['a {{b}}', 'comment.block', '!interpolation'],
    ['block', 'entity.name.tag.structure'],
    ['wx:for', 'keyword.control.directive'],
    ['{{', 'punctuation.section.interpolation.begin', 'string.quoted.double'],
    ['rows', 'variable.other.readwrite', 'meta.embedded.expression'],
    ['}}', 'punctuation.section.interpolation.end'],
    ['wx:for-item', 'keyword.control.directive'],
    ['row', 'variable.parameter.loop'],
    ['wx:key', 'keyword.control.directive'],
    ['id', 'string.quoted', '!meta.embedded'],
    ['my-row', 'entity.name.tag', '!structure'],
    ['class', 'entity.other.attribute-name', '!keyword'],
    ['a', 'string.quoted', '!meta.embedded'],
    ['row', 'variable.other.readwrite'],
    ['on', 'variable.other.property'],
    ['?', 'keyword.operator'],
    ['on', 'string.quoted.single.expression'],
    ['x', 'string.template'],
    ['1', 'constant.numeric', 'meta.template.expression'],
    ['b', 'string.quoted.double', '!meta.embedded'],
    ['bind:', 'keyword.control.event'],
    ['tap', 'entity.other.attribute-name.event'],
    ['go', 'entity.name.function.handler'],
    ['catch', 'keyword.control.event'],
    ['touchmove', 'attribute-name.event'],
    ['stop', 'variable.other.readwrite'],
    ['model:', 'keyword.control.prefix'],
    ['value', 'entity.other.attribute-name'],
    ['v', 'variable.other.readwrite'],
    ['hidden', 'entity.other.attribute-name'],
    ['m', 'variable.other.readwrite', '!string'],
    ['f', 'entity.name.function'],
    ['row', 'variable.other.readwrite'],
    ['id', 'variable.other.property'],
    ['a', 'meta.object-literal.key'],
    ['1', 'constant.numeric'],
    ['...', 'keyword.operator'],
    ['b', 'variable.other.readwrite'],
    ['&&', 'keyword.operator'],
    ['true', 'constant.language'],
    ['&lt;', 'constant.character.entity'],
    ['c', 'variable.other.readwrite', 'meta.embedded.expression'],
    ['tail', '!meta.embedded'],
    ['my-row', 'entity.name.tag', '!interpolation'],
    ['block', 'entity.name.tag.structure'],
  ])
})

test('WXML: scripts inside are scripts, up to their end tag and no further', async () => {
  const wxml = await grammar('text.wxml')
  const text = `<wxs module="m">
var a = '</view>'; // {{ x }}
function f() { return a }
</wxs><wxs src="./b.wxs" module="b"/>
<wxs module="c">// it ends here</wxs>
<view>{{var}}</view>`
  check(words(wxml, text), [
    ['wxs', 'entity.name.tag.wxs'],
    ['module', 'entity.other.attribute-name'],
    ['var', 'source.js', 'keyword.js'],
    ['</view>', 'string.js', '!meta.tag.wxml'],
    ['{{ x }}', 'comment.line', '!interpolation'],
    ['function', 'keyword.js'],
    ['return', 'keyword.js', 'meta.block.js'],
    ['wxs', 'entity.name.tag.wxs', '!source.js'],
    ['wxs', 'entity.name.tag.wxs', '!source.js'],
    ['src', 'entity.other.attribute-name', '!source.js'],
    ['b', 'string', '!source.js'],
    ['it ends here', 'comment.line'],
    ['wxs', 'entity.name.tag.wxs', '!comment'],
    ['view', 'entity.name.tag.wxml', '!source.js'],
    ['var', 'variable.other.readwrite', '!source.js'],
  ])
})

test('WXSS: rpx is a unit, where a value stands', async () => {
  const wxss = await grammar('source.wxss')
  check(words(wxss, '.a { width: 20rpx; margin: -.5RPX 1px "2rpx"; } /* 3rpx */'), [
    ['20', 'constant.numeric'],
    ['rpx', 'keyword.other.unit.rpx'],
    ['-.5', 'constant.numeric'],
    ['RPX', 'keyword.other.unit.rpx'],
    ['1px', 'constant.numeric'],
    ['2rpx', 'string.quoted', '!unit'],
    ['3rpx', 'comment', '!unit'],
  ])
})

test('WXS is script', async () => {
  check(words(await grammar('source.wxs'), 'var a'), [['var', 'keyword.js', 'source.wxs']])
})

test('enter between two tags makes a line for what comes between', () => {
  const { onEnterRules } = JSON.parse(readFileSync(join(EXTENSION, 'wxml.language-configuration.json'), 'utf8'))
  const action = (before, after) =>
    onEnterRules.find((rule) => new RegExp(rule.beforeText.pattern).test(before) && (!rule.afterText || new RegExp(rule.afterText.pattern).test(after)))?.action.indent
  assert.equal(action('<view class="a > b">', '</view>'), 'indentOutdent')
  assert.equal(action('  <my-a b="{{c / d}}">', ''), 'indent')
  assert.equal(action('<image/>', ''), undefined)
  assert.equal(action('</view>', ''), undefined)
})

test('the extension that is packed is the one that is built', () => assert.ok(existsSync(join(EXTENSION, manifest.main))))
