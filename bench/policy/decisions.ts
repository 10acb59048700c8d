import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { quantile } from '../../scripts/bench/statistics.ts'
import { findOrInstallBrowser } from '../../scripts/bootstrap/browser.mjs'
import type { DecisionTimes } from './decisionsWorker.ts'

/** Microseconds at 1,000 and 10,000 rules. */
export interface DecisionFigures {
  readonly p99Micros1k: number
  readonly p99Micros10k: number
  readonly medianMicros1k: number
  readonly medianMicros10k: number
  /** The first decision, when nothing is warm yet. */
  readonly firstMicros10k: number
  readonly compileMs1k: number
  readonly compileMs10k: number
  readonly clockMicros: number
}

const ORIGIN = 'http://localhost'
/** Isolated for the clock's sake: that of other pages has steps of 100 microseconds. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

/** lib/policy as the extension's build has it: one minified script for a worker. */
const bundleWorker = async (): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome137',
      rolldownOptions: {
        input: join(import.meta.dirname, 'decisionsWorker.ts'),
        output: { format: 'iife' },
      },
    },
  })
  const [bundle] = [result].flat()
  if (bundle === undefined || !('output' in bundle)) throw new Error('The bundler wrote nothing.')
  return bundle.output[0].code
}

export interface DecisionWish {
  /** At each number of rules. */
  readonly decisions?: number
  readonly say?: (words: string) => void
}

/** Times single decisions in a worker of Chromium; each number of rules has a worker of its own. */
export const measureDecisions = async ({
  decisions = 20_000,
  say = () => undefined,
}: DecisionWish = {}): Promise<DecisionFigures> => {
  const code = await bundleWorker()
  const browser = await chromium.launch({
    executablePath: findOrInstallBrowser(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage()
    await page.route(`${ORIGIN}/**`, (route) =>
      route.fulfill(
        new URL(route.request().url()).pathname === '/worker.js'
          ? { body: code, contentType: 'text/javascript', headers: ISOLATED }
          : { body: '<!doctype html>', contentType: 'text/html', headers: ISOLATED },
      ),
    )
    await page.goto(ORIGIN)
    const run = async (rules: number): Promise<DecisionTimes> => {
      const times = await page.evaluate(
        (wish) =>
          new Promise<DecisionTimes>((resolve, reject) => {
            const worker = new Worker('/worker.js')
            worker.onerror = ({ message }) => reject(new Error(message))
            worker.onmessage = ({ data }) => {
              worker.terminate()
              resolve(data)
            }
            worker.postMessage(wish)
          }),
        { rules, decisions },
      )
      const { allow, ask, refuse } = times.effects
      say(
        `${rules} rules: p99 ${Math.round(quantile(times.micros, 0.99))} µs, median ${Math.round(quantile(times.micros, 0.5))} µs, first ${Math.round(times.firstMicros)} µs, compiled in ${Math.round(times.compileMs)} ms; ${allow} allowed, ${ask} asked, ${refuse} refused`,
      )
      return times
    }
    const small = await run(1_000)
    const large = await run(10_000)
    const round = (value: number): number => Math.round(value * 10) / 10
    return {
      p99Micros1k: round(quantile(small.micros, 0.99)),
      p99Micros10k: round(quantile(large.micros, 0.99)),
      medianMicros1k: round(quantile(small.micros, 0.5)),
      medianMicros10k: round(quantile(large.micros, 0.5)),
      firstMicros10k: round(large.firstMicros),
      compileMs1k: round(small.compileMs),
      compileMs10k: round(large.compileMs),
      clockMicros: round(large.clockMicros),
    }
  } finally {
    await browser.close()
  }
}
