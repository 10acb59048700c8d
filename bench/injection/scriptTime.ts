import type { Page } from '@playwright/test'
import { median } from '../../scripts/bench/statistics.ts'
import { loadMs } from './arm.ts'

const CATEGORIES = ['devtools.timeline', 'v8']
const LOADS = 5

/** What is read of a trace event: `tdur` is the thread's own time in microseconds, whatever else the machine does. */
interface TraceEvent {
  readonly ph: string
  readonly name: string
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly url?: string } }
}

/** Evaluation of an extension's scripts, and calls of the functions that they left behind. */
const isExtensionScript = ({ ph, name, args }: TraceEvent): boolean =>
  ph === 'X' &&
  (name === 'EvaluateScript' || name === 'FunctionCall') &&
  (args?.data?.url ?? '').startsWith('chrome-extension:')

/**
 * How long the page's main thread works for the extension's scripts while `url` loads, in milliseconds of its own time:
 * a busy machine changes it little, so it says where added load time comes from. Median of several loads.
 */
export const scriptMs = async (page: Page, url: string): Promise<number> => {
  const session = await page.context().newCDPSession(page)
  const loads: number[] = []
  for (let load = 0; load < LOADS; load++) {
    let micros = 0
    const collect = ({ value }: { value: object[] }) => {
      for (const event of value as TraceEvent[]) if (isExtensionScript(event)) micros += event.tdur ?? 0
    }
    session.on('Tracing.dataCollected', collect)
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: CATEGORIES },
    })
    await loadMs(page, `${url}?traced=${load}`)
    const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
    await session.send('Tracing.end')
    await complete
    session.off('Tracing.dataCollected', collect)
    loads.push(micros / 1000)
  }
  await session.detach()
  return median(loads)
}
