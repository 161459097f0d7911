/** The client of `wxc lsp` in VS Code: starts the server, and closes tags. Everything else is the server's. */

import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import {
  commands, type Disposable, type ExtensionContext, Position, Selection, SnippetString, type TextDocumentChangeEvent, window, workspace,
} from 'vscode'
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State } from 'vscode-languageclient/node'

/** The languages whose files the server wants to see; it knows which scripts and JSON files belong to a mini program. */
const LANGUAGES = ['wxml', 'wxss', 'wxs', 'json', 'jsonc', 'javascript', 'typescript']

let client: LanguageClient | undefined

export async function activate(context: ExtensionContext): Promise<void> {
  const restart = async (): Promise<void> => {
    await stop()
    await start()
  }
  context.subscriptions.push(
    commands.registerCommand('wxc.restart', restart),
    commands.registerCommand('wxc.showOutput', () => client?.outputChannel.show()),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('wxc.path') && restart()),
    closeTags(),
  )
  await start()
}

export function deactivate(): Promise<void> {
  return stop()
}

async function start(): Promise<void> {
  const command = program()
  const server: ServerOptions = { command, args: ['lsp'] }
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]),
    outputChannelName: 'wxc',
  }
  client = new LanguageClient('wxc', 'wxc', server, options)
  try {
    await client.start()
  } catch (error) {
    await complain(command, error)
  }
}

async function stop(): Promise<void> {
  const running = client
  client = undefined
  // One that did not start, or has ended, cannot be stopped.
  if (running && running.state !== State.Stopped) await running.dispose()
}

/** The program that the settings name. */
function program(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? ''
  const named = (workspace.getConfiguration('wxc').get<string>('path') || 'wxc').replaceAll('${workspaceFolder}', folder)
  return /[\\/]/.test(named) && !isAbsolute(named) ? join(folder, named) : named
}

/** Whether the program is there, as far as can be seen without running it. */
function found(command: string): boolean {
  if (isAbsolute(command)) return existsSync(command)
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => ['', '.exe', '.cmd'].some((ending) => existsSync(join(folder, command + ending))))
}

async function complain(command: string, error: unknown): Promise<void> {
  const reason = found(command) ? String(error instanceof Error ? error.message : error) : 'there is no such program'
  const choice = await window.showErrorMessage(`wxc: cannot start \`${command} lsp\`: ${reason}`, 'Open Settings')
  if (choice) await commands.executeCommand('workbench.action.openSettings', 'wxc.path')
}

/** Writes the end tag behind a `>` that was typed. The server says which, for it knows what is text and what is not. */
function closeTags(): Disposable {
  return workspace.onDidChangeTextDocument(async (event: TextDocumentChangeEvent) => {
    const { document, contentChanges, reason } = event
    const [change] = contentChanges
    const editor = window.activeTextEditor
    const server = client
    if (contentChanges.length !== 1 || reason !== undefined || !change || !/^.?>$/.test(change.text)) return
    if (document.languageId !== 'wxml' || editor?.document !== document || server?.state !== State.Running) return
    if (!workspace.getConfiguration('wxc', document).get<boolean>('autoClosingTags')) return
    const { version } = document
    const { line, character } = change.range.start
    const position = new Position(line, character + change.text.length)
    // The server must have been told of the `>` when it is asked; whether the client listened first is not known.
    await new Promise((resolve) => setTimeout(resolve))
    const params = server.code2ProtocolConverter.asTextDocumentPositionParams(document, position)
    const tag = await server.sendRequest<string | null>('wxc/closingTag', params)
    // What was typed meanwhile comes first.
    const unchanged = document.version === version && editor.selection.isEqual(new Selection(position, position))
    if (tag && unchanged) await editor.insertSnippet(new SnippetString(`$0${tag.replaceAll('$', '\\$')}`), position)
  })
}
