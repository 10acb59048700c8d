import { chanceParallel, leastUnlikely } from './chance.ts'
import type { Finding } from './finding.ts'
import { type Layer, normOf, rowOf } from './layers.ts'
import { type Direction, directionsOf, PARALLEL } from './parallel.ts'

type ParallelFinding = Finding<'repeated-rows' | 'paired-biases'>

/** Where neurons of one direction begin to fire, measured along it; how many of these places differ. */
const thresholdsOf = (layer: Layer, { neurons, signs }: Direction): number => {
  const { biases } = layer
  if (biases === undefined) return 1
  return new Set(
    neurons.map((neuron, index) => (signs[index]! * biases[neuron]!) / normOf(rowOf(layer, neuron))),
  ).size
}

/** Neurons in a row whose biases only rise, or only fall: the longest such stretch. */
const longestStaircase = (biases: Float32Array): number => {
  let longest = 1
  let length = 1
  let before = 0
  for (let neuron = 1; neuron < biases.length; neuron++) {
    const step = Math.sign(biases[neuron]! - biases[neuron - 1]!)
    length = step === 0 ? 1 : step === before ? length + 1 : 2
    before = step
    longest = Math.max(longest, length)
  }
  return longest
}

/** The least length of a stretch that order without a reason gives with a chance of at most 1e-6: 2 * neurons / length!. */
const unlikelyStaircase = (neurons: number): number => leastUnlikely(1, 1e-6 / (2 * neurons))

/**
 * An imprint (Fowl et al. 2022, arXiv:2110.13057): neurons that measure one thing, each from another threshold on, so that
 * differences of their gradients hold the examples between two thresholds. `repeated-rows` where more neurons share one direction
 * than chance gives; `paired-biases` where, besides, their thresholds differ, or where biases stand in order, whatever the rows.
 */
export const parallelRows = (layer: Layer): readonly ParallelFinding[] => {
  const { name, neurons, fanIn, biases } = layer
  const chance = chanceParallel(fanIn, PARALLEL)
  const shared = directionsOf(layer).filter((direction) => direction.neurons.length > 1)
  const pairs = shared.reduce(
    (sum, direction) => sum + (direction.neurons.length * (direction.neurons.length - 1)) / 2,
    0,
  )
  const findings: ParallelFinding[] = []
  const isUnlikely = pairs >= leastUnlikely((chance * neurons * (neurons - 1)) / 2)
  if (isUnlikely) {
    const count = shared.reduce((sum, direction) => sum + direction.neurons.length, 0)
    findings.push({
      kind: 'repeated-rows',
      where: name,
      strength: count,
      sentence: `${count} of ${neurons} neurons in ${name} measure the same as another one.`,
    })
    const split = shared.filter((direction) => thresholdsOf(layer, direction) > 1)
    const paired = split.reduce((sum, direction) => sum + direction.neurons.length, 0)
    if (paired > 0)
      findings.push({
        kind: 'paired-biases',
        where: name,
        strength: paired,
        sentence: `${paired} of ${neurons} neurons in ${name} measure the same from thresholds side by side, which sorts records apart.`,
      })
  }
  const stairs = biases === undefined ? 0 : longestStaircase(biases)
  if (stairs >= unlikelyStaircase(neurons) && !findings.some(({ kind }) => kind === 'paired-biases'))
    findings.push({
      kind: 'paired-biases',
      where: name,
      strength: stairs,
      sentence: `${stairs} biases in a row in ${name} stand in order, like the steps of a staircase.`,
    })
  return findings
}
