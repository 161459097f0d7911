// The tree of components in Solid.
import { createSignal, For, Show } from 'solid-js'

const NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const TEN = [...NINE, 9]

function Leaf(props) {
  const [own, setOwn] = createSignal(0)
  return <div><div class="leaf" onClick={() => setOwn((own) => own + 1)}>{props.v} {own()}</div></div>
}
const Node = (props) => (props.level === 4 ? <Leaf v={props.v} /> : <div><div><For each={props.level === 1 ? NINE : TEN}>{() => <Node level={props.level + 1} v={props.v} />}</For></div></div>)

export function App() {
  const [on, setOn] = createSignal(false)
  const [v, setV] = createSignal(0)
  return (
    <>
      <div class="key" id="create" onClick={() => setOn((on) => !on)}>create</div>
      <div class="key" id="root" onClick={() => setV((v) => v + 1)}>change</div>
      <Show when={on()}><Node level={1} v={v()} /></Show>
    </>
  )
}
