/** The first content of this page is on the screen. */
const isPainted = (): boolean => performance.getEntriesByName('first-contentful-paint').length > 0

/**
 * Runs once what was last drawn is on the screen: whatever is done before takes the processor from painting it. Returns how
 * to call it off.
 */
export const afterPaint = (run: () => void): (() => void) => {
  const frames = new AbortController()
  const go = () => frames.signal.aborted || run()
  if (isPainted()) requestAnimationFrame(() => requestAnimationFrame(go))
  else {
    const observer = new PerformanceObserver(() => {
      if (!isPainted()) return
      observer.disconnect()
      go()
    })
    observer.observe({ type: 'paint', buffered: true })
    frames.signal.addEventListener('abort', () => observer.disconnect())
  }
  return () => frames.abort()
}
