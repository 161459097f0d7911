// How often components hear of their attributes: as the tool gives them, which is more often than an app does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { show, simulate } from './environment.mjs'

/** Properties that note when they are set (`o`) and when they have another value (`p`). */
function listening(types) {
  const properties = {}
  const observers = {}
  for (const [name, type] of Object.entries(types)) {
    properties[name] = { type, observer() { this.heard.push(`p:${name}`) } }
    observers[name] = function () { this.heard.push(`o:${name}`) }
  }
  return { template: '<view>{{text}}</view>', properties, observers, lifetimes: { created() { this.heard = [] } } }
}

/** What an inner component hears at first, and of every `setData` around it. */
function heard(template, types, data, steps) {
  const inner = simulate.load(listening(types))
  const outer = show(simulate.load({ template, usingComponents: { inner }, data }))
  const { instance } = outer.querySelector('#inner')
  const take = () => instance.heard.splice(0).join(' ')
  return [take(), ...steps.map((step) => (outer.setData(step), take()))]
}

test('of values that are no objects it hears when one of them changes', () => {
  const template = '<inner id="inner" text="{{text}}" n="{{n}}" fixed="f"/>{{other}}'
  const all = 'o:text o:n o:fixed'
  assert.deepEqual(heard(template, { text: String, n: Number, fixed: String }, { text: 'a', n: 1 }, [{ other: 1 }, { text: 'b' }, { text: 'b' }, { n: 2, other: 2 }]), [
    `${all} p:text p:n p:fixed`,
    '',
    `${all} p:text`,
    '',
    `${all} p:n`,
  ])
})

test('an object counts as changed whenever data around it are set', () => {
  const template = '<inner id="inner" text="{{text}}" o="{{o}}" list="{{[1]}}"/>{{other}}'
  const all = 'o:text o:o o:list'
  assert.deepEqual(heard(template, { text: String, o: Object, list: Array }, { text: 'a', o: { q: 1 } }, [{ other: 1 }, { text: 'b' }, { o: { q: 1 } }, { 'o.q': 2 }]), [
    `${all} p:text p:o p:list`,
    `${all} p:o p:list`,
    `${all} p:text p:o p:list`,
    `${all} p:o p:list`,
    `${all} p:o p:list`,
  ])
})
