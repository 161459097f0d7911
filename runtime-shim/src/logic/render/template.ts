/** `<template is data>`: a region that shows a template with data of its own. */
import type { Block, Data, Template } from './block.ts'
import { exchangeBlock, regionOf, updateBlock } from './block.ts'
import { forced } from './values.ts'

export function use(b: Block, _d: Data, index: number, template: Template | undefined, data: Data): void {
  const region = regionOf(b, index)
  const before = region.source as Data | undefined
  region.source = data
  if (region.template !== template) {
    region.template = template
    exchangeBlock(region, template, data, null)
  } else if (template && (forced() || !sameFields(before, data))) updateBlock(region.blocks[0]!, data)
}

function sameFields(a: Data | undefined, b: Data | undefined): boolean {
  if (a === b) return true
  if (!a || !b) return false
  const names = Object.keys(b)
  if (names.length !== Object.keys(a).length) return false
  return names.every((name) => a[name] === b[name] && name in a)
}

/** Dynamic `is`: only templates the file can see, never what objects inherit. */
export function named(templates: Record<string, Template>, name: unknown): Template | undefined {
  if (Object.hasOwn(templates, name as string)) return templates[name as string]
  console.warn(`Template \`${String(name)}\` not found.`)
  return undefined
}
