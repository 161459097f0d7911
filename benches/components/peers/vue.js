// The tree in Vue (global production build from npm), templates compiled before anything is measured.
const leaf = { props: ['v'], data: () => ({ own: 0 }), template: '<div><div class="leaf" @click="own++">{{v}} {{own}}</div></div>' }
const level = (Kid, count) => ({ components: { Kid }, props: ['v'], data: () => ({ list: Array.from({ length: count }, (_, i) => i) }), template: '<div><div><Kid v-for="i in list" :key="i" :v="v"/></div></div>' })
const state = Vue.createApp({ components: { Tree: level(level(level(leaf, 10), 10), 9) }, data: () => ({ on: false, v: 0 }), template: '<Tree v-if="on" :v="v"/>' }).mount('#app')
document.getElementById('create').onclick = () => (state.on = !state.on)
document.getElementById('root').onclick = () => state.v++
