import type { PromptBench } from './promptBench.ts'

const CATEGORIES = ['devtools.timeline', 'v8', 'disabled-by-default-v8.compile']

/** What is read of a trace event: `tdur` is the thread's own time in microseconds, whatever else the machine does. */
interface TraceEvent {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: {
    readonly data?: { readonly url?: string }
    readonly fileName?: string
    readonly url?: string
  }
}

/** Everything in which scripts of a page are read or run; what one of them contains is counted once. */
const SCRIPT = new Set([
  'EvaluateScript',
  'v8.evaluateModule',
  'v8.compileModule',
  'v8.compile',
  'FunctionCall',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
])

const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`

const urlOf = ({ args }: TraceEvent): string => args?.data?.url ?? args?.url ?? args?.fileName ?? ''

/** Chunks that only pages load: their thread is the pages' one, in the process of the extension. */
const isOfPage = (event: TraceEvent): boolean =>
  /^chrome-extension:.*\/chunks\/(prompt|popup)-/.test(urlOf(event))

/** Time in the outermost script events of the thread that ran a page's own chunk. */
export const pageScriptMicros = (events: readonly TraceEvent[]): number => {
  const threads = new Set(events.filter(isOfPage).map(threadOf))
  const runs = events
    .filter((event) => event.ph === 'X' && SCRIPT.has(event.name) && threads.has(threadOf(event)))
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  let micros = 0
  let end = -1
  for (const { ts, dur = 0, tdur = 0 } of runs) {
    if (ts < end) continue
    micros += tdur
    end = ts + dur
  }
  return micros
}

/** How long the page's thread works for our scripts while `open` opens a page, and until it has come to rest. */
export const scriptMs = async (
  { chromium }: Pick<PromptBench, 'chromium'>,
  open: () => Promise<number>,
): Promise<number> => {
  const events: TraceEvent[] = []
  const stop = chromium.on((method, params: { value: TraceEvent[] }) => {
    if (method === 'Tracing.dataCollected') for (const event of params.value) events.push(event)
  })
  await chromium.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  })
  await open()
  const complete = new Promise<void>((resolve) => {
    const forget = chromium.on((method) => {
      if (method !== 'Tracing.tracingComplete') return
      forget()
      resolve()
    })
  })
  await chromium.send('Tracing.end')
  await complete
  stop()
  const micros = pageScriptMicros(events)
  if (micros === 0) throw new Error('The trace shows no script of the page.')
  return micros / 1000
}
