// A handler that takes half a second, by hand.
import { ROWS, work } from './project/data.js'

document.getElementById('scroll').innerHTML = `<div class="key" id="work">Work 0</div>${ROWS.map((i) => `<div class="row">${i}</div>`).join('')}`
const key = document.getElementById('work')
key.addEventListener('click', () => (key.firstChild.data = 'Work ' + work()))
