// The filter in Solid.
import { createSignal, For } from 'solid-js'
import { matching, ROWS } from './project/data.js'

export function App() {
  const [rows, setRows] = createSignal(ROWS)
  return (
    <>
      <input class="search" onInput={({ target }) => setRows(matching(target.value))} />
      <div class="rows">
        <For each={rows()}>{(row) => <div class="row">{row.label}</div>}</For>
      </div>
    </>
  )
}
