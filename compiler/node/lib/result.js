// Results of builds: the whole output, kept from one build to the next.
'use strict'
const { readFile } = require('fs/promises')

/** A file of the output: `contents`, or for a file of the project that is taken as it is, `from`: where it lies. */
class Output {
  constructor(path, contents, from) {
    this.path = path
    this.contents = contents
    this.from = from
  }

  read() {
    return this.contents ? Promise.resolve(this.contents) : readFile(this.from)
  }
}

const noErrors = (diagnostics) => diagnostics.every((diagnostic) => diagnostic.severity !== 'error')

/** Takes the answers of one project in their order, and gives the results. */
class Outputs {
  all = new Map()

  result({ value, contents }) {
    const { files, removed, diagnostics, pages, components, edited, update, styles, replacement, written, inputs, folders, missing, dir } = value
    const next = new Map(this.all)
    let index = 0
    for (const { path, from } of files) next.set(path, new Output(path, from ? undefined : contents[index++], from))
    for (const path of removed) next.delete(path)
    this.all = new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)))
    return {
      ok: noErrors(diagnostics),
      diagnostics,
      dir,
      outputs: this.all,
      changed: files.map((file) => file.path),
      removed,
      edited,
      update,
      styles: styles ?? [],
      ...(replacement && { replacement }),
      pages,
      components,
      inputs,
      folders,
      missing,
      ...(written && { written }),
    }
  }
}

module.exports = { Outputs, noErrors }
