import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { median, medianInterval, shuffled } from '../scripts/bench/statistics.ts'
import { buildExtension } from '../scripts/local/build.ts'
import { type Arm, closeOthers, heapBytes, launchArm, loadMs } from './injection/arm.ts'
import { injectedBytes } from './injection/bytes.ts'
import { prepareExtensions } from './injection/extensions.ts'
import { timeRequests } from './injection/requests.ts'
import { scriptMs } from './injection/scriptTime.ts'

/**
 * What the extension costs the pages that it is in, against a control extension with two empty content scripts. Three
 * browsers at a time, ours and two alike with the control: each load in ours is paired with one in a control, and the
 * second control, against the first, shows what no difference looks like (A/A). The order within a pair is random.
 * `--pairs N` (300), `--extension FOLDER` (a build of its own), `--json` (no progress).
 */
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '300' },
    extension: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
/** Browsers are launched anew after so many pairs: what one launch shares must not pass for a property of the extension. */
const PAIRS_PER_LAUNCH = 15
const WARM_UP = 5
const FRAMES_WITH_MAIN = 6
const PAGES = ['trivial', 'frames'] as const
type PageName = (typeof PAGES)[number]
const ARMS = ['control', 'second', 'proviso'] as const
type ArmName = (typeof ARMS)[number]

/** One launch of the three browsers: differences to the control, load by load. */
interface Launch {
  readonly added: Readonly<Record<PageName, number[]>>
  readonly aa: Readonly<Record<PageName, number[]>>
  readonly control: Readonly<Record<PageName, number[]>>
  readonly heap: number[]
  readonly heapAa: number[]
  readonly requests: number[]
  /** Main-thread time of ours less that of the empty scripts, on the page with frames. */
  readonly script: number[]
}

const say = (words: string) => {
  if (!values.json) console.error(words)
}

const byPage = (): Record<PageName, number[]> => ({ trivial: [], frames: [] })

const inRandomOrder = async <T>(
  arms: Readonly<Record<ArmName, T>>,
  measure: (arm: T) => Promise<number>,
): Promise<Record<ArmName, number>> => {
  const measured = { control: 0, second: 0, proviso: 0 }
  for (const name of shuffled(ARMS)) measured[name] = await measure(arms[name])
  return measured
}

const measureLaunch = async (arms: Record<ArmName, Arm>, base: string, pairs: number): Promise<Launch> => {
  const launch: Launch = {
    added: byPage(),
    aa: byPage(),
    control: byPage(),
    heap: [],
    heapAa: [],
    requests: [],
    script: [],
  }
  const pages = {
    control: await arms.control.context.newPage(),
    second: await arms.second.context.newPage(),
    proviso: await arms.proviso.context.newPage(),
  }
  for (let pair = -WARM_UP; pair < pairs; pair++) {
    // What an extension shows when it is installed is no cost of a page.
    if (pair === 0) for (const name of ARMS) await closeOthers(pages[name])
    for (const name of shuffled(PAGES)) {
      const ms = await inRandomOrder(pages, (page) => loadMs(page, `${base}${name}?load=${pair}`))
      if (pair < 0) continue
      launch.added[name].push(ms.proviso - ms.control)
      launch.aa[name].push(ms.second - ms.control)
      launch.control[name].push(ms.control)
    }
  }
  const { bare, patched } = await timeRequests(pages.proviso, { batches: 10, calls: 20_000 })
  launch.requests.push(...patched.map((micros, batch) => micros - bare[batch]!))
  launch.script.push(
    (await scriptMs(pages.proviso, `${base}frames`)) - (await scriptMs(pages.control, `${base}frames`)),
  )
  for (const page of Object.values(pages)) await page.close()
  const bytes = await inRandomOrder(arms, (arm) => heapBytes(arm, `${base}frames`))
  launch.heap.push((bytes.proviso - bytes.control) / FRAMES_WITH_MAIN)
  launch.heapAa.push((bytes.second - bytes.control) / FRAMES_WITH_MAIN)
  return launch
}

const started = performance.now()
const pairs = Number(values.pairs)
if (!Number.isInteger(pairs) || pairs < 1) throw new RangeError('--pairs takes a whole number above 0.')
if (values.extension === undefined) await buildExtension()
const extensions = await prepareExtensions(values.extension && resolve(values.extension))
const bytes = injectedBytes(extensions.proviso)
const server = new Worker(new URL('./injection/server.ts', import.meta.url))
const [port] = (await once(server, 'message')) as [number]
const launches: Launch[] = []
let browser = ''
try {
  for (let done = 0; done < pairs; done += PAIRS_PER_LAUNCH) {
    const folders = { control: extensions.control, second: extensions.control, proviso: extensions.proviso }
    const arms: Partial<Record<ArmName, Arm>> = {}
    try {
      for (const name of shuffled(ARMS)) arms[name] = await launchArm(folders[name])
      const all = arms as Record<ArmName, Arm>
      browser = all.proviso.version
      launches.push(
        await measureLaunch(all, `http://127.0.0.1:${port}/`, Math.min(PAIRS_PER_LAUNCH, pairs - done)),
      )
    } finally {
      for (const arm of Object.values(arms)) await arm.close()
    }
    const { added, aa } = launches.at(-1)!
    say(
      `${Math.min(done + PAIRS_PER_LAUNCH, pairs)} pairs: ${PAGES.map(
        (name) => `${name} ${median(added[name]).toFixed(2)} ms (A/A ${median(aa[name]).toFixed(2)})`,
      ).join(', ')}`,
    )
  }
} finally {
  await server.terminate()
  await extensions.remove()
}

const round = (value: number, digits = 3): number => Number(value.toFixed(digits))
const groups = (pick: (launch: Launch) => number[]): number[][] => launches.map(pick)
const middle = (pick: (launch: Launch) => number[]): number => round(median(launches.flatMap(pick)))
const interval = (pick: (launch: Launch) => number[]): number[] =>
  medianInterval(groups(pick)).map((value) => round(value))
console.log(
  JSON.stringify({
    bench: 'injection',
    loadMsAdded: middle(({ added }) => added.trivial),
    loadMsAddedInterval: interval(({ added }) => added.trivial),
    loadMsAddedFiveFrames: middle(({ added }) => added.frames),
    loadMsAddedFiveFramesInterval: interval(({ added }) => added.frames),
    aaInterval: { trivial: interval(({ aa }) => aa.trivial), fiveFrames: interval(({ aa }) => aa.frames) },
    loadMsControl: middle(({ control }) => control.trivial),
    loadMsControlFiveFrames: middle(({ control }) => control.frames),
    ...bytes,
    heapBytesPerFrame: Math.round(middle(({ heap }) => heap)),
    heapBytesPerFrameAa: Math.round(middle(({ heapAa }) => heapAa)),
    scriptMsAddedFiveFrames: middle(({ script }) => script),
    requestMicrosAdded: middle(({ requests }) => requests),
    pairs,
    launches: launches.length,
    browser,
    ms: Math.round(performance.now() - started),
  }),
)
