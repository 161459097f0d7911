// A Jest snapshot serializer for what `toJSON` gives: elements as markup, attributes and then listeners by name.
/* istanbul ignore file */
'use strict'

const MARK = Symbol.for('j-component.json')

function test(value) {
  return Boolean(value) && value.$$typeof === MARK
}

function shown(value, config, indentation, depth, refs, printer) {
  const text = printer(value, config, indentation, depth, refs)
  if (typeof value === 'string') return text
  const broken = text.includes('\n') ? config.spacingOuter + indentation + text + config.spacingOuter + indentation.slice(config.indent.length) : text
  return `"{{${broken}}}"`
}

function property(name, text, config, indentation) {
  const { prop, value } = config.colors
  return config.spacingInner + indentation + prop.open + name + prop.close + '=' + value.open + text + value.close
}

function listenerName({ isCapture, isMutated, isCatch }, name) {
  return `${isCapture ? 'capture-' : ''}${isMutated ? 'mut-' : ''}${isCatch ? 'catch' : 'bind'}:${name}`
}

function properties({ attrs, event }, config, indentation, depth, refs, printer) {
  const inner = indentation + config.indent
  const attributes = [...attrs].sort((a, b) => a.name.localeCompare(b.name))
  const listeners = Object.keys(event).sort()
  return [
    ...attributes.map(({ name, value }) => property(name, shown(value, config, inner, depth, refs, printer), config, indentation)),
    ...listeners.map((name) => property(listenerName(event[name], name), printer(event[name].handler, config, inner, depth, refs), config, indentation)),
  ].join('')
}

function escape(text) {
  return text.replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function content(children, config, indentation, depth, refs, printer) {
  const { content: colour } = config.colors
  const one = (child) => (typeof child === 'string' ? colour.open + escape(child) + colour.close : printer(child, config, indentation, depth, refs))
  return children.map((child) => config.spacingOuter + indentation + one(child)).join('')
}

function serialize(element, config, indentation, depth, refs, printer) {
  const { tag } = config.colors
  const { tagName } = element
  if (++depth > config.maxDepth) return `${tag.open}<${tagName}${tag.close} …${tag.open} />${tag.close}`
  const inner = indentation + config.indent
  const attributes = properties(element, config, inner, depth, refs, printer)
  const children = content(element.children, config, inner, depth, refs, printer)
  const head = attributes && tag.close + attributes + config.spacingOuter + indentation + tag.open
  const body = children ? `>${tag.close}${children}${config.spacingOuter}${indentation}${tag.open}</${tagName}` : `${attributes && !config.min ? '' : ' '}/`
  return `${tag.open}<${tagName}${head}${body}>${tag.close}`
}

module.exports = { serialize, test }
