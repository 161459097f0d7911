// Runs before the page's own scripts: says where to click, and in which frame a condition first held.
;(() => {
  if (window !== window.top) return
  window.bench = {
    // `selector@7`: the eighth match.
    place(selector) {
      const [css, index = 0] = selector.split('@')
      const element = document.querySelectorAll(css)[index]
      if (!element) throw new Error(`nothing at ${selector}`)
      element.scrollIntoView({ block: 'nearest' })
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x: x + Math.min(width / 2, 20), y: y + height / 2 }
    },
    // A ResizeObserver that is observed anew in each frame is called after that frame's layout and before its paint: what an animation callback of the page changes counts for that very frame.
    until: (holds) =>
      new Promise((resolve, reject) => {
        const start = performance.now()
        const observer = new ResizeObserver(() => {
          observer.disconnect()
          if (holds()) {
            performance.mark('bench-done')
            requestAnimationFrame(() => setTimeout(resolve))
          } else if (performance.now() - start > 20_000) reject(new Error(`never held: ${holds}`))
          else requestAnimationFrame(look)
        })
        const look = () => observer.observe(document.documentElement)
        requestAnimationFrame(look)
      }),
    // Notes every frame until `stop()`, and after its layout whether what is shown fits.
    frames(follows) {
      const times = []
      let late = 0
      let on = true
      const observer = new ResizeObserver(() => {
        observer.disconnect()
        if (follows && !follows()) late++
      })
      const frame = (time) => {
        if (!on) return
        times.push(time)
        observer.observe(document.documentElement)
        requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
      return { stop: () => ((on = false), { times, late }) }
    },
    settle: (frames) =>
      new Promise((resolve) => {
        const next = () => (frames-- > 0 ? requestAnimationFrame(next) : setTimeout(resolve))
        next()
      }),
  }
})()
