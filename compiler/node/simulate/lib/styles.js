// Style sheets of loaded components, put into the document when one is rendered.
/* istanbul ignore file */
'use strict'

const sheets = new Map()

function keepStyles(id, css) {
  sheets.set(id, css)
}

function insertStyles(id) {
  const css = sheets.get(id)
  if (css === undefined) return
  for (const old of document.querySelectorAll(`style#${id}`)) old.parentNode.removeChild(old)
  const style = document.createElement('style')
  style.type = 'text/css'
  style.id = id
  style.innerHTML = css
  const [head] = document.getElementsByTagName('head')
  if (head) head.appendChild(style)
}

module.exports = { insertStyles, keepStyles }
