// The keyed table in Preact with hooks; rows are memoised.
import { memo } from 'preact/compat'
import { useReducer } from 'preact/hooks'
import { build, fresh, MIDDLE } from './project/data.js'

const ACTIONS = {
  run: () => ({ rows: build(1000), selected: 0 }),
  runlots: () => ({ rows: build(10000), selected: 0 }),
  add: ({ rows, selected }) => ({ rows: rows.concat(build(1000)), selected }),
  update: ({ rows, selected }) => ({ rows: rows.map((row, i) => (i % 10 ? row : { ...row, label: row.label + ' !!!' })), selected }),
  clear: () => ({ rows: [], selected: 0 }),
  swap: ({ rows, selected }) => ({ rows: rows.length > 998 ? [rows[0], rows[998], ...rows.slice(2, 998), rows[1], ...rows.slice(999)] : rows, selected }),
  path: ({ rows, selected }) => ({ rows: rows.with(MIDDLE, { ...rows[MIDDLE], label: rows[MIDDLE].label + ' ???' }), selected }),
  whole: ({ rows, selected }) => ({ rows: fresh(rows), selected }),
  select: ({ rows }, id) => ({ rows, selected: id }),
  remove: ({ rows, selected }, id) => ({ rows: rows.filter((row) => row.id !== id), selected }),
}
const Row = memo(
  ({ item, chosen, dispatch }) => (
    <div class={chosen ? 'row danger' : 'row'}>
      <div class="id">{item.id}</div>
      <div class="label" onClick={() => dispatch(['select', item.id])}>{item.label}</div>
      <div class="remove" onClick={() => dispatch(['remove', item.id])}>×</div>
    </div>
  ),
  (before, after) => before.item === after.item && before.chosen === after.chosen,
)

export function App() {
  const [{ rows, selected }, dispatch] = useReducer((state, [action, id]) => ACTIONS[action](state, id), { rows: [], selected: 0 })
  return (
    <>
      <div class="bar">
        <div class="key" id="run" onClick={() => dispatch(['run'])}>Create 1,000 rows</div>
        <div class="key" id="runlots" onClick={() => dispatch(['runlots'])}>Create 10,000 rows</div>
        <div class="key" id="add" onClick={() => dispatch(['add'])}>Append 1,000 rows</div>
        <div class="key" id="update" onClick={() => dispatch(['update'])}>Update every 10th row</div>
        <div class="key" id="clear" onClick={() => dispatch(['clear'])}>Clear</div>
        <div class="key" id="swaprows" onClick={() => dispatch(['swap'])}>Swap rows</div>
        <div class="key" id="path" onClick={() => dispatch(['path'])}>One path</div>
        <div class="key" id="whole" onClick={() => dispatch(['whole'])}>Whole array</div>
      </div>
      <div class="rows">
        {rows.map((item) => (
          <Row key={item.id} item={item} chosen={item.id === selected} dispatch={dispatch} />
        ))}
      </div>
    </>
  )
}
