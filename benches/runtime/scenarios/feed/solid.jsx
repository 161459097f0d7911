// The feed in Solid: a store, what comes from the server reconciled by key.
import { For } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { EMPTY, more, reloaded } from './project/data.js'
import { count, level, price } from './project/format.wxs'

export function App() {
  const [state, setState] = createStore({ columns: structuredClone(EMPTY) })
  const put = (columns) => setState('columns', reconcile(columns, { key: 'id' }))
  const like = (side, i) => setState('columns', side, 'cards', i, produce((item) => ((item.likes += item.liked ? -1 : 1), (item.liked = !item.liked))))
  return (
    <>
      <div class="bar">
        <div class="key" id="more" onClick={() => put(more(unwrap(state.columns), 100))}>More</div>
        <div class="key" id="reload" onClick={() => put(reloaded(unwrap(state.columns)))}>Reload</div>
      </div>
      <div class="columns">
        <For each={state.columns}>
          {(column, side) => (
            <div class="column">
              <For each={column.cards}>
                {(item, i) => (
                  <div class="card">
                    <div class="picture" style={{ height: item.height + 'px' }} />
                    <div class="title">{item.title}</div>
                    <div class={`price ${level(item.price)}`}>{price(item.price)}</div>
                    <div class="sold">{count(item.sold)}</div>
                    <div class={item.liked ? 'likes liked' : 'likes'} onClick={() => like(side(), i())}>{count(item.likes)}</div>
                  </div>
                )}
              </For>
            </div>
          )}
        </For>
      </div>
    </>
  )
}
