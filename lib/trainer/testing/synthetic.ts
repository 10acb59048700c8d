import { fixedSequence, normalFrom } from '../../autodiff/testing/random.ts'
import { exampleShape, inputWidth } from '../../protocol/layers.ts'
import type { Architecture, TextBag } from '../../protocol/task.ts'
import type { Examples } from '../examples.ts'

/** For tests only: texts of half their length, most of whose words belong to their class. */
const syntheticTexts = ({ words, buckets, outputs }: TextBag, count: number, seed: number): Examples => {
  const uniform = fixedSequence(seed)
  const labels = Int32Array.from({ length: count }, (_, index) => index % outputs)
  const x = new Int32Array(count * words).fill(buckets)
  labels.forEach((label, row) => {
    for (let at = 0; at < words / 2; at++) {
      const word = Math.floor((uniform() * buckets) / outputs)
      x[row * words + at] = uniform() < 0.8 ? word * outputs + label : word
    }
  })
  return { count, width: words, buckets, x, labels }
}

/** For tests only: examples around one random centre per class, the same for the same seed. */
export const syntheticExamples = (architecture: Architecture, count: number, seed: number): Examples => {
  if (architecture.kind === 'text-bag') return syntheticTexts(architecture, count, seed)
  const { outputs } = architecture
  const inputs = inputWidth(architecture)
  const normal = normalFrom(fixedSequence(seed))
  const centres = Array.from({ length: outputs }, () => Float32Array.from({ length: inputs }, normal))
  const labels = Int32Array.from({ length: count }, (_, index) => index % outputs)
  const x = new Float32Array(count * inputs)
  labels.forEach((label, row) => {
    for (let column = 0; column < inputs; column++)
      x[row * inputs + column] = centres[label]![column]! + 0.5 * normal()
  })
  return { count, width: inputs, shape: exampleShape(architecture), x, labels }
}

export const indicesUpTo = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, index) => index)
