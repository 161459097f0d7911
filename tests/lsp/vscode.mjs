/**
 * As much of VS Code's API as `vscode-languageclient` and the extension ask for: documents that can be edited, diagnostics that are kept, providers that can be called.
 * What is only registered or listened to, and never told, is made up on the fly.
 */

import { pathToFileURL, fileURLToPath } from 'node:url'

class Disposable {
  constructor(dispose) {
    this.dispose = dispose ?? (() => {})
  }
  static from(...all) {
    return new Disposable(() => all.forEach((one) => one.dispose()))
  }
}

class EventEmitter {
  listeners = new Set()
  event = (listener, self, disposables) => {
    const bound = self ? listener.bind(self) : listener
    this.listeners.add(bound)
    const disposable = new Disposable(() => this.listeners.delete(bound))
    disposables?.push(disposable)
    return disposable
  }
  fire(value) {
    for (const listener of [...this.listeners]) listener(value)
  }
  dispose() {
    this.listeners.clear()
  }
}

class Uri {
  constructor(text) {
    Object.assign(this, { text, scheme: text.split(':')[0], path: decodeURIComponent(new URL(text).pathname), authority: '', query: '', fragment: '' })
  }
  static parse = (text) => new Uri(text)
  static file = (path) => new Uri(pathToFileURL(path).href)
  get fsPath() {
    return fileURLToPath(this.text)
  }
  toString() {
    return this.text
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character })
  }
  isEqual(other) {
    return this.line === other.line && this.character === other.character
  }
}

class Range {
  constructor(start, end, endLine, endCharacter) {
    if (typeof start === 'number') [start, end] = [new Position(start, end), new Position(endLine, endCharacter)]
    Object.assign(this, { start, end })
  }
  get isEmpty() {
    return this.start.isEqual(this.end)
  }
}

class Selection extends Range {
  isEqual(other) {
    return this.start.isEqual(other.start) && this.end.isEqual(other.end)
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity })
  }
}

class TabInputText {
  constructor(uri) {
    this.uri = uri
  }
}

class SnippetString {
  constructor(value) {
    this.value = value
  }
}

class CancellationTokenSource {
  emitter = new EventEmitter()
  token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event }
  cancel() {
    this.token.isCancellationRequested = true
    this.emitter.fire()
  }
  dispose() {}
}

/** Something for every name: classes that take anything, enumerations of which each member is its own name. */
const anything = (known = {}) =>
  new Proxy(known, {
    get(target, name) {
      if (name in target || typeof name === 'symbol') return target[name]
      if (/^on[A-Z]/.test(name)) return (target[name] = new EventEmitter().event)
      if (/^(register|create|set)[A-Z]/.test(name)) return (target[name] = () => anything({ dispose() {} }))
      if (/^[A-Z]/.test(name)) {
        const made = class {
          constructor(...given) {
            Object.assign(this, { given })
          }
        }
        return (target[name] = new Proxy(made, { get: (inner, member) => (member in inner || typeof member === 'symbol' ? inner[member] : member) }))
      }
      return undefined
    },
  })

/** A fresh VS Code that has opened `folder`. `settings`: by their full names. */
export function vscode(folder, settings) {
  const changed = new EventEmitter()
  const opened = new EventEmitter()
  const configured = new EventEmitter()
  const tabs = new EventEmitter()
  const group = { tabs: [], activeTab: undefined, isActive: true, viewColumn: 1 }
  const collections = []
  const commands = new Map()
  const providers = new Map()
  const errors = []
  const documents = []
  const window = anything({
    activeTextEditor: undefined,
    visibleTextEditors: [],
    tabGroups: { all: [group], activeTabGroup: group, onDidChangeTabs: tabs.event, onDidChangeTabGroups: new EventEmitter().event },
    createOutputChannel: () => ({ append() {}, appendLine() {}, show() {}, clear() {}, dispose() {} }),
    showErrorMessage: async (message) => void errors.push(message),
    withProgress: (_, task) => task({ report() {} }, new CancellationTokenSource().token),
  })
  const workspace = anything({
    textDocuments: documents,
    notebookDocuments: [],
    workspaceFolders: [{ uri: Uri.file(folder), name: 'test', index: 0 }],
    getWorkspaceFolder: () => workspace.workspaceFolders[0],
    getConfiguration: (section) => ({ get: (name, otherwise) => settings[section ? `${section}.${name}` : name] ?? otherwise, inspect: () => undefined }),
    onDidChangeTextDocument: changed.event,
    onDidOpenTextDocument: opened.event,
    onDidChangeConfiguration: configured.event,
    createFileSystemWatcher: () => anything({ dispose() {} }),
  })
  const languages = new Proxy(anything({
    createDiagnosticCollection() {
      const kept = new Map()
      collections.push(kept)
      return {
        set: (uri, list) => kept.set(uri.toString(), list ?? []),
        get: (uri) => kept.get(uri.toString()),
        delete: (uri) => kept.delete(uri.toString()),
        has: (uri) => kept.has(uri.toString()),
        clear: () => kept.clear(),
        forEach: (visit) => kept.forEach((list, uri) => visit(Uri.parse(uri), list)),
        dispose: () => kept.clear(),
      }
    },
    match: (selector, document) => [selector].flat().some(({ language, scheme }) => language === document.languageId && scheme === document.uri.scheme) ? 10 : 0,
  }), {
    get(target, name) {
      if (!String(name).startsWith('register')) return target[name]
      return (_, provider) => {
        providers.set(name, provider)
        return new Disposable(() => providers.delete(name))
      }
    },
  })
  const api = anything({
    version: '1.91.0',
    env: { appName: 'test', language: 'en', appHost: 'desktop' },
    Disposable, EventEmitter, Uri, Position, Range, Selection, Diagnostic, SnippetString, CancellationTokenSource, TabInputText,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    window, workspace, languages,
    commands: {
      registerCommand(name, command) {
        commands.set(name, command)
        return new Disposable(() => commands.delete(name))
      },
      executeCommand: async (name, ...given) => commands.get(name)?.(...given),
    },
  })

  /** Opens a text in an editor and gives what a user can do with it. */
  function open(path, text, languageId) {
    const document = {
      uri: Uri.file(`${folder}/${path}`), languageId, version: 1, text, isClosed: false, isDirty: false,
      getText: () => document.text,
    }
    const editor = {
      document,
      selection: undefined,
      async insertSnippet({ value }, { line, character }) {
        edit({ line, character }, value.replace('$0', ''))
      },
    }
    const offset = ({ line, character }) => document.text.split('\n').slice(0, line).reduce((sum, text) => sum + text.length + 1, 0) + character
    /** Puts text at a place, as by typing. */
    function edit({ line, character }, inserted) {
      const start = new Position(line, character)
      const at = offset(start)
      document.text = document.text.slice(0, at) + inserted + document.text.slice(at)
      document.version += 1
      const end = new Position(line, character + inserted.length)
      editor.selection = new Selection(end, end)
      changed.fire({ document, reason: undefined, contentChanges: [{ range: new Range(start, start), rangeOffset: at, rangeLength: 0, text: inserted }] })
    }
    documents.push(document)
    window.activeTextEditor = editor
    window.visibleTextEditors = [editor]
    opened.fire(document)
    group.activeTab = { input: new TabInputText(document.uri), group, isActive: true, label: path }
    group.tabs.push(group.activeTab)
    tabs.fire({ opened: [group.activeTab], closed: [], changed: [] })
    return { document, edit }
  }
  const diagnostics = (path) => collections.flatMap((kept) => kept.get(Uri.file(`${folder}/${path}`).toString()) ?? [])
  const set = (name, value) => {
    settings[name] = value
    configured.fire({ affectsConfiguration: (asked) => name.startsWith(asked) })
  }
  return { api, open, diagnostics, commands, providers, errors, set }
}
