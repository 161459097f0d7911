// The filter in Preact.
import { useState } from 'preact/hooks'
import { matching, ROWS } from './project/data.js'

export function App() {
  const [rows, setRows] = useState(ROWS)
  return (
    <>
      <input class="search" onInput={({ target }) => setRows(matching(target.value))} />
      <div class="rows">
        {rows.map((row) => (
          <div key={row.id} class="row">{row.label}</div>
        ))}
      </div>
    </>
  )
}
