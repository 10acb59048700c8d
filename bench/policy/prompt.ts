import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from '../../scripts/bench/statistics.ts'
import { buildExtension, EXTENSION_FOLDER } from '../../scripts/local/build.ts'
import { openBench, type PromptBench } from './promptBench.ts'
import { scriptMs } from './scriptMs.ts'

/** Milliseconds. */
export interface PromptFigures {
  /** From the page's `dataUse_request` to the painted prompt: medians. */
  readonly promptColdMs: number
  readonly promptWarmMs: number
  /** Own time of the page's thread for our scripts, from the start of its load until it has come to rest: medians. */
  readonly popupScriptMs: number
  readonly promptScriptMs: number
  /** What of it the browser takes to open an empty window of the same kind, without anything of ours in it. */
  readonly windowMs: number
  /** Load of the machine over the last minute, when it began and when it was done. */
  readonly load: readonly [number, number]
}

export interface PromptWish {
  /** A build of its own. */
  readonly extension?: string
  readonly tries?: number
  readonly say?: (words: string) => void
}

const times = async (tries: number, measure: () => Promise<number>): Promise<number[]> => {
  const found: number[] = []
  for (let i = 0; i < tries; i++) found.push(await measure())
  return found
}

const words = (name: string, found: readonly number[]) =>
  `${name}: ${found.map((ms) => Math.round(ms)).join(' ')}; median ${Math.round(median(found))} ms`

const measureAll = async (bench: PromptBench, { tries = 15, say = () => undefined }: PromptWish) => {
  const take = async (name: string, measure: () => Promise<number>, count = tries): Promise<number> => {
    const found = await times(count, measure)
    say(words(name, found))
    return Math.round(median(found) * 10) / 10
  }
  // The first of all opens the database and fills the browser's caches of code; it counts for neither.
  await bench.prompt('warm')
  return {
    promptWarmMs: await take('prompt, warm', () => bench.prompt('warm')),
    promptColdMs: await take('prompt, cold', () => bench.prompt('cold')),
    windowMs: await take('a window alone', () => bench.emptyWindow()),
    promptScriptMs: await take('script of the prompt', () => scriptMs(bench, () => bench.prompt('warm')), 7),
    popupScriptMs: await take('script of the popup', () => scriptMs(bench, () => bench.popup()), 7),
  }
}

/** Measures in a real browser with the production build, a publisher's world around it, and a person who has set up. */
export const measurePrompt = async (wish: PromptWish = {}): Promise<PromptFigures> => {
  if (wish.extension === undefined) await buildExtension()
  const before = loadavg()[0] ?? 0
  const bench = await openBench(resolve(wish.extension ?? EXTENSION_FOLDER))
  try {
    const figures = await measureAll(bench, wish)
    return { ...figures, load: [before, loadavg()[0] ?? 0] }
  } finally {
    await bench.close()
  }
}

/** `node bench/policy/prompt.ts`: `--extension FOLDER` (a build of its own), `--tries N` (15), `--json` (no progress). */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      extension: { type: 'string' },
      tries: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
    },
  })
  const figures = await measurePrompt({
    tries: Number(values.tries),
    ...(values.extension === undefined ? {} : { extension: values.extension }),
    ...(values.json ? {} : { say: (line: string) => console.error(line) }),
  })
  console.log(JSON.stringify(figures))
}
