/** How each peer is built, as its own documentation has it for production. A scenario's source for a peer is the file named here. */
import { transformAsync } from '@babel/core'
import solid from 'babel-preset-solid'
import { compile } from 'svelte/compiler'
import * as vue from 'vue/compiler-sfc'
import * as vapor from 'vue-vapor/compiler-sfc'
import { bundle, compiling } from './page.mjs'
import { bundleGlassEasel } from './glass-easel.mjs'

const VUE_FLAGS = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' }

/** A single-file component with `<script setup>`; the template is part of what `setup` gives. */
function compileVue(compiler, text, path, isVapor) {
  const { descriptor, errors } = compiler.parse(text, { filename: path })
  if (errors.length) throw errors[0]
  return compiler.compileScript(descriptor, { id: path, inlineTemplate: true, isProd: true, vapor: isVapor }).content
}

const buildVue = (scenario, out) =>
  bundle(scenario, out, `import { createApp } from 'vue'; import App from './vue.vue'; createApp(App).mount('#scroll')`, {
    plugins: [compiling(/\.vue$/, (text, path) => compileVue(vue, text, path, false))],
    define: VUE_FLAGS,
  })
/** The same components, compiled for Vapor: `<script setup vapor>`. */
const buildVapor = (scenario, out) =>
  bundle(scenario, out, `import { createVaporApp } from 'vue'; import App from './vue.vue'; createVaporApp(App).mount('#scroll')`, {
    plugins: [compiling(/\.vue$/, (text, path) => compileVue(vapor, text.replace('<script setup>', '<script setup vapor>'), path, true))],
    define: VUE_FLAGS,
    alias: { vue: 'vue-vapor' },
  })
const buildSolid = (scenario, out) =>
  bundle(scenario, out, `import { render } from 'solid-js/web'; import { App } from './solid.jsx'; render(App, document.getElementById('scroll'))`, {
    plugins: [compiling(/solid\.jsx$/, async (text, filename) => (await transformAsync(text, { filename, presets: [solid], configFile: false, babelrc: false })).code)],
    conditions: ['browser'],
  })
const buildPreact = (scenario, out) =>
  bundle(scenario, out, `import { render, h } from 'preact'; import { App } from './preact.jsx'; render(h(App), document.getElementById('scroll'))`, { jsx: 'automatic', jsxImportSource: 'preact' })
const buildSvelte = (scenario, out) =>
  bundle(scenario, out, `import { mount } from 'svelte'; import App from './svelte.svelte'; mount(App, { target: document.getElementById('scroll') })`, {
    plugins: [compiling(/\.svelte$/, (text, filename) => compile(text, { filename, generate: 'client', dev: false }).js.code)],
    conditions: ['svelte', 'browser', 'production'],
  })
const buildVanilla = (scenario, out) => bundle(scenario, out, `import './vanilla.js'`)

export const PEERS = {
  vanilla: { file: 'vanilla.js', build: buildVanilla },
  solid: { file: 'solid.jsx', build: buildSolid },
  vapor: { file: 'vue.vue', build: buildVapor },
  svelte: { file: 'svelte.svelte', build: buildSvelte },
  vue: { file: 'vue.vue', build: buildVue },
  preact: { file: 'preact.jsx', build: buildPreact },
  'glass-easel': { file: 'project/app.json', build: bundleGlassEasel },
}
