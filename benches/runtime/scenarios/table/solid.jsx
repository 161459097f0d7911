// The keyed table in Solid: rows keep their identity, each label is a signal.
import { createSelector, createSignal, batch, For } from 'solid-js'
import { build, fresh, MIDDLE } from './project/data.js'

const make = (items) => items.map(({ id, label }) => ((label) => ({ id, label: label[0], setLabel: label[1] }))(createSignal(label)))

export function App() {
  const [rows, setRows] = createSignal([])
  const [selected, setSelected] = createSignal(0)
  const isSelected = createSelector(selected)
  const run = () => setRows(make(build(1000)))
  const runlots = () => setRows(make(build(10000)))
  const add = () => setRows((now) => now.concat(make(build(1000))))
  const update = () => batch(() => rows().forEach((row, i) => i % 10 || row.setLabel((label) => label + ' !!!')))
  const clear = () => setRows([])
  const swap = () => setRows((now) => (now.length > 998 ? [now[0], now[998], ...now.slice(2, 998), now[1], ...now.slice(999)] : now))
  const path = () => rows()[MIDDLE].setLabel((label) => label + ' ???')
  // What has no signals of its own is merged by hand.
  const whole = () => batch(() => fresh(rows().map(({ id, label }) => ({ id, label: label() }))).forEach(({ label }, i) => rows()[i].setLabel(label)))
  return (
    <>
      <div class="bar">
        <div class="key" id="run" onClick={run}>Create 1,000 rows</div>
        <div class="key" id="runlots" onClick={runlots}>Create 10,000 rows</div>
        <div class="key" id="add" onClick={add}>Append 1,000 rows</div>
        <div class="key" id="update" onClick={update}>Update every 10th row</div>
        <div class="key" id="clear" onClick={clear}>Clear</div>
        <div class="key" id="swaprows" onClick={swap}>Swap rows</div>
        <div class="key" id="path" onClick={path}>One path</div>
        <div class="key" id="whole" onClick={whole}>Whole array</div>
      </div>
      <div class="rows">
        <For each={rows()}>
          {(row) => (
            <div class={isSelected(row.id) ? 'row danger' : 'row'}>
              <div class="id" textContent={row.id} />
              <div class="label" onClick={[setSelected, row.id]} textContent={row.label()} />
              <div class="remove" onClick={() => setRows((now) => now.filter(({ id }) => id !== row.id))}>×</div>
            </div>
          )}
        </For>
      </div>
    </>
  )
}
