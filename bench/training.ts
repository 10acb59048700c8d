import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { median } from '../scripts/bench/statistics.ts'
import { findOrInstallBrowser } from '../scripts/bootstrap/browser.mjs'
import { ensurePackages } from '../scripts/bootstrap/packages.mjs'
import { buildPage, openPage, TRAINING_FLAGS } from '../scripts/local/servedPage.ts'
import type { Backend, ContenderName, Measured, TrainingBenchPage } from './training/measured.ts'

/**
 * What one training step costs in Chromium: ours, ours with per-example clipping and noise, tfjs and jax-js, one thread, all in
 * turn in one page. Medians of `--rounds N` (15) rounds of `--ms N` (200) for each. `--model NAME` (all), `--backend wasm|webgpu`
 * (wasm), `--json` (no progress).
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    ms: { type: 'string', default: '200' },
    model: { type: 'string', multiple: true },
    backend: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
})
const [rounds, roundMs] = [Number(values.rounds), Number(values.ms)]
if (!(Number.isInteger(rounds) && rounds > 0 && roundMs > 0))
  throw new RangeError('--rounds takes a whole number above 0, --ms a number above 0.')

declare global {
  interface Window {
    trainingBench: TrainingBenchPage
  }
}

const HERE = import.meta.dirname
const TFJS = join(HERE, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'wasm-out')

/** Milliseconds with two digits, or null with the reason in `missing`. */
const figure = ({ ms }: Measured, name: ContenderName): number | null => {
  const rounds = ms[name]
  return rounds === undefined ? null : Math.round(median(rounds) * 100) / 100
}

/** Medians of ratios within one round: what the machine does in a round hits both alike. */
const ratio = ({ ms }: Measured, name: ContenderName): number | null => {
  const [others, own] = [ms[name], ms.ours]
  if (others === undefined || own === undefined) return null
  return Math.round(median(others.map((other, round) => other / own[round]!)) * 100) / 100
}

ensurePackages({ binary: process.execPath, folder: join(process.execPath, '..') }, HERE)
const started = performance.now()
const built = await buildPage(join(HERE, 'training', 'page'))
const browser = await chromium.launch({ args: TRAINING_FLAGS, executablePath: findOrInstallBrowser() })
try {
  const page = await browser.newPage()
  await openPage(page, built, { '/tfjs/': TFJS })
  await page.waitForFunction(() => 'trainingBench' in window)
  const adapterIsEmulated = await page.evaluate(() => window.trainingBench.isEmulated())
  const models = []
  for (const backend of (values.backend ?? ['wasm']) as Backend[])
    for (const name of values.model ?? (await page.evaluate(() => window.trainingBench.models))) {
      const measured = await page.evaluate(
        ([model, engine, count, ms]) => window.trainingBench.measure(model, engine, count, ms),
        [name, backend, rounds, roundMs] as const,
      )
      const result = {
        name,
        backend,
        emulated: backend === 'webgpu' && adapterIsEmulated === true,
        oursMs: figure(measured, 'ours'),
        privateMs: figure(measured, 'private'),
        tfjsMs: figure(measured, 'tfjs'),
        jaxMs: figure(measured, 'jax'),
        privateOverOurs: ratio(measured, 'private'),
        tfjsOverOurs: ratio(measured, 'tfjs'),
        jaxOverOurs: ratio(measured, 'jax'),
        missing: measured.missing,
      }
      if (!values.json) console.error(JSON.stringify(result))
      models.push(result)
    }
  console.log(JSON.stringify({ bench: 'training', models, ms: Math.round(performance.now() - started) }))
} finally {
  await browser.close()
  await built.remove()
}
