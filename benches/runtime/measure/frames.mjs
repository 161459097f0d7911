/** What is measured in frames: a finger scrolls for two seconds, something else goes on, and every animation frame of the page is looked at. */

const FRAME = 1000 / 60
/** A gap from which on a frame was dropped, ms. */
const DROPPED = FRAME * 1.5

/** `{longest, dropped, late}`: the longest gap between frames, frames that did not come, frames that showed something else than `follows` asks for. */
export async function measureFrames(page, { before = [], start, scroll, follows }) {
  for (const step of before) await page.act(step)
  await page.page.evaluate('gc(), bench.settle(3)')
  await page.page.evaluate(`window.frames = bench.frames(${follows ?? 'null'})`)
  const scrolled = page.input.scroll(scroll.distance, scroll.speed)
  if (start) await page.page.evaluate(`(${start})()`)
  await scrolled
  const { times, late } = await page.page.evaluate('window.frames.stop()')
  const gaps = times.slice(1).map((time, i) => time - times[i])
  const due = (times.at(-1) - times[0]) / FRAME
  return { longest: Math.max(...gaps), dropped: (100 * gaps.reduce((sum, gap) => sum + (gap > DROPPED ? Math.round(gap / FRAME) - 1 : 0), 0)) / due, ...(follows && { late: (100 * late) / times.length }) }
}
