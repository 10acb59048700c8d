import { fixedSequence, normalFrom } from '../../autodiff/testing/random.ts'
import { exampleShape, inputWidth } from '../../protocol/layers.ts'
import type { Architecture } from '../../protocol/task.ts'
import type { Examples } from '../examples.ts'

/** For tests only: examples around one random centre per class, the same for the same seed. */
export const syntheticExamples = (architecture: Architecture, count: number, seed: number): Examples => {
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
