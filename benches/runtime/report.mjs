/** Prints what was measured as Markdown: medians, in brackets the ratio to the page by hand, geometric means of the contract's operations. */

const median = (values) => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const show = (value) => (Number.isFinite(value) ? value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2) : '–')

/** What the figures are called; all are better small. */
const TITLES = {
  script: 'script, ms', frame: 'input → frame, ms', ready: 'heap at start, kB', heap: 'heap, kB', nodes: 'nodes, kB',
  longest: 'longest gap, ms', dropped: 'frames dropped, %', late: 'frames behind the scroll, %',
}

export function report(name, scenario, { contestants, figures }) {
  const kinds = Object.keys(TITLES).filter((kind) => Object.values(figures).some((byKind) => byKind[kind]))
  const rows = []
  for (const kind of kinds) {
    const ratios = []
    for (const [title, byKind] of Object.entries(figures).sort(([a], [b]) => order(scenario, a) - order(scenario, b))) {
      if (!byKind[kind]) continue
      const values = contestants.map((contestant) => median(byKind[kind][contestant] ?? []))
      const base = values[contestants.indexOf('vanilla')]
      const ratio = values.map((value) => value / base)
      if (scenario.operations[title]) ratios.push(ratio)
      const text = values.map((value, i) => show(value) + (Number.isFinite(ratio[i]) && !scenario.frames ? ` (${ratio[i].toFixed(2)})` : ''))
      rows.push([title === kind ? TITLES[kind] : `${title}: ${TITLES[kind]}`, ...text])
    }
    if (ratios.length < 2 || scenario.frames) continue
    const mean = contestants.map((_, i) => Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio[i]), 0) / ratios.length))
    rows.push([`**geometric mean, ${TITLES[kind].split(',')[0]}**`, ...mean.map((value) => `**${value.toFixed(2)}**`)])
  }
  console.log(`\n### ${name}\n`)
  print([[''].concat(contestants), ...rows])
}

const order = (scenario, title) => Object.keys({ ...scenario.operations, ...scenario.more }).indexOf(title)

function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length), 3))
  const line = (cells) => '| ' + cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ') + ' |'
  console.log([line(rows[0]), '|' + widths.map((width) => '-'.repeat(width + 2)).join('|') + '|', ...rows.slice(1).map(line)].join('\n'))
}
