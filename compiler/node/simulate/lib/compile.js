// Templates and style sheets of components, compiled: one question for all that are not known yet.
/* istanbul ignore file */
'use strict'
const fs = require('fs')
const path = require('path')
const { hash, recall, remember } = require('./cache')
const { ask, program } = require('./program')

const shown = new Set()
const UNQUOTED = 'parse/unquoted-value'

/** What a component's answer depends on besides files: absent files count too, because they may appear. */
function inputsOf(question, answer) {
  const base = question.template === undefined ? [`${question.base}${question.path}.wxml`] : []
  return [...new Set([...answer.inputs, ...base, `${question.base}${question.path}.wxss`])]
}

/** Compiles components below `root`; `base` is where absolute paths start. Gives the answers in order. */
function compile(root, base, components) {
  const questions = components.map((component) => ({ ...component, id: '', root, base }))
  const keys = questions.map((question) => 'unit-' + hash(program().build, JSON.stringify(question)))
  const answers = keys.map((key) => recall(key, root))
  const open = questions.map((_, i) => i).filter((i) => !answers[i])
  if (open.length) {
    const asked = ask({ root, base, components: open.map((i) => ({ ...components[i], id: String(i) })) })
    asked.components.forEach((answer, k) => {
      const i = open[k]
      answers[i] = answer
      remember(keys[i], root, inputsOf(questions[i], answer), answer)
    })
  }
  answers.forEach((answer, i) => report(root, components[i], answer))
  return answers
}

/** Mistakes in a template throw, like those WeChat's compiler finds; the rest is a warning, once. */
function report(root, component, { diagnostics }) {
  const line = ({ severity, code, path: file, line: row, column, message, hint }) =>
    `${component.template === undefined ? path.join(root, file) : 'template'}:${row}:${column}: ${severity}[${code}]: ${message}${hint ? `\n  hint: ${hint}` : ''}`
  // The tool's own compiler takes values without quotes.
  const isError = ({ severity, code }) => severity === 'error' && code.startsWith('parse/') && !(component.plain && code === UNQUOTED)
  const errors = diagnostics.filter(isError)
  if (errors.length) throw new Error(errors.map(line).join('\n'))
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === 'note' || diagnostic.code === UNQUOTED) continue
    const text = line(diagnostic)
    if (shown.has(text)) continue
    shown.add(text)
    console.warn(text)
  }
}

function exists(file) {
  return fs.existsSync(file)
}

module.exports = { compile, exists }
