// The tree of components in Preact.
import { useState } from 'preact/hooks'

const NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const TEN = [...NINE, 9]

function Leaf({ v }) {
  const [own, setOwn] = useState(0)
  return <div><div class="leaf" onClick={() => setOwn(own + 1)}>{`${v} ${own}`}</div></div>
}
const Node = ({ level, v }) => (level === 4 ? <Leaf v={v} /> : <div><div>{(level === 1 ? NINE : TEN).map((i) => <Node key={i} level={level + 1} v={v} />)}</div></div>)

export function App() {
  const [on, setOn] = useState(false)
  const [v, setV] = useState(0)
  return (
    <>
      <div class="key" id="create" onClick={() => setOn(!on)}>create</div>
      <div class="key" id="root" onClick={() => setV(v + 1)}>change</div>
      {on && <Node level={1} v={v} />}
    </>
  )
}
