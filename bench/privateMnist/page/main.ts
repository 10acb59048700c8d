import { initialWeights } from '../../../lib/autodiff/initialise.ts'
import { poissonSample } from '../../../lib/privacy/sampling.ts'
import { type Architecture, parameterCount } from '../../../lib/protocol/task.ts'
import { loadBrowserRuntime } from '../../../lib/trainer/browserRuntime.ts'
import { createTrainer } from '../../../lib/trainer/trainer.ts'
import { type EpochLine, type PrivateMnistPage, type RunTerms, stepsPerEpoch } from '../run.ts'
import { openAccuracy } from './accuracy.ts'
import { loadImages } from './images.ts'

declare global {
  interface Window {
    privateMnist: PrivateMnistPage
    /** Of whoever drives the page. */
    tellEpoch(line: EpochLine): Promise<void>
  }
}

/** Of Papernot et al. 2021 (arXiv:2007.14191) and Tramer and Boneh 2021 (arXiv:2011.11660). */
const architecture: Architecture = {
  kind: 'cnn',
  input: { channels: 1, height: 28, width: 28 },
  convolutions: [
    { filters: 16, kernel: 8, stride: 2, pad: 2, pool: 2, poolStride: 1 },
    { filters: 32, kernel: 4, stride: 2, pad: 0, pool: 2, poolStride: 1 },
  ],
  hidden: [32],
  outputs: 10,
  activation: 'tanh',
}

/** Standard normal samples by Box and Muller; weights are public. */
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())

const train = async (terms: RunTerms): Promise<number> => {
  const started = performance.now()
  const [images, held] = await Promise.all([loadImages('train'), loadImages('t10k')])
  const runtime = await loadBrowserRuntime(new URL('/ort/', location.href).href)
  const accuracy = await openAccuracy(runtime, architecture, held)
  const samplingRate = terms.expectedBatch / images.count
  const trainer = await createTrainer(runtime, {
    engine: 'wasm',
    architecture,
    weights: initialWeights(architecture, normal),
    optimizer: { kind: 'momentum', learningRate: terms.learningRate, momentum: terms.momentum },
    privacy: {
      unit: 'record',
      mechanism: 'local',
      samplingRate,
      expectedBatch: terms.expectedBatch,
      clipNorm: terms.clipNorm,
      noiseMultiplier: terms.noiseMultiplier,
      // The product's own bound on what a task may cost; the accountant below the page is what counts here.
      maxEpsilon: 3,
    },
  })
  const perEpoch = stepsPerEpoch(images.count, terms.expectedBatch)
  for (let epoch = 1; epoch <= terms.epochs; epoch++) {
    for (let step = 0; step < perEpoch; step++)
      await trainer.step(images, poissonSample(images.count, samplingRate))
    await window.tellEpoch({
      epoch,
      steps: epoch * perEpoch,
      accuracy: await accuracy(await trainer.weights()),
      seconds: Math.round((performance.now() - started) / 1000),
    })
  }
  await trainer.dispose()
  return parameterCount(architecture)
}

window.privateMnist = { train }
