import { type Array as JaxArray, nn, numpy as np } from '@jax-js/jax'
import { ForwardBuilder, type ForwardNode } from '../forward.ts'
import type { LossOperator, LossTerms } from '../losses/loss.ts'
import type { GraphCase, OperatorOracle, Tensor } from './oracle.ts'

/** What tests know of a loss: as an operator of logits and labels; its cases are `LOSS_CASES`. */
type LossOracle = Pick<OperatorOracle, 'evaluate' | 'jax'>

/** The mean over outputs of a loss of one output and its target. */
const meanOfOutputs =
  (loss: (output: number, target: number, node: ForwardNode) => number): LossOracle['evaluate'] =>
  (node, [outputs, targets]) => {
    const width = outputs!.shape[1]!
    const data = Float64Array.from({ length: outputs!.shape[0]! }, (_, row) => {
      let sum = 0
      for (let at = row * width; at < (row + 1) * width; at++)
        sum += loss(outputs!.data[at]!, targets!.data[at]!, node)
      return sum / width
    })
    return { shape: node.output.shape, data }
  }

const crossEntropy = ({ output: { shape } }: ForwardNode, [logits, labels]: readonly Tensor[]): Tensor => {
  const classes = logits!.shape[1]!
  const data = Float64Array.from(labels!.data, (label, row) => {
    const own = logits!.data.subarray(row * classes, (row + 1) * classes)
    const most = Math.max(...own)
    return most + Math.log(own.reduce((total, value) => total + Math.exp(value - most), 0)) - own[label]!
  })
  return { shape, data }
}

const deltaOf = ({ attributes: { delta } }: ForwardNode): number =>
  delta !== undefined && 'float' in delta ? delta.float : 1

/** For tests only. Labels come to jax-js as float32, classes too. */
export const LOSS_ORACLES: Readonly<Record<LossOperator, LossOracle>> = {
  SoftmaxCrossEntropyLoss: {
    evaluate: crossEntropy,
    jax: (_, [logits, labels]) => {
      const classes = logits!.shape[1]!
      const own = nn.oneHot(labels!.astype(np.int32), classes)
      return np.negative(np.sum(np.multiply(nn.logSoftmax(logits!), own), 1))
    },
  },
  BinaryCrossEntropyWithLogits: {
    evaluate: meanOfOutputs((x, z) => z * Math.log1p(Math.exp(-x)) + (1 - z) * Math.log1p(Math.exp(x))),
    jax: (_, [x, z]) => {
      const hit = np.multiply(z!.ref, nn.logSigmoid(x!.ref))
      const miss = np.multiply(np.subtract(1, z!), nn.logSigmoid(np.negative(x!)))
      return np.negative(np.mean(np.add(hit, miss), 1))
    },
  },
  MeanSquaredError: {
    evaluate: meanOfOutputs((x, z) => (x - z) ** 2),
    jax: (_, [x, z]) => np.mean(np.square(np.subtract(x!, z!)), 1),
  },
  Huber: {
    evaluate: meanOfOutputs((x, z, node) => {
      const delta = deltaOf(node)
      const d = Math.abs(x - z)
      return d <= delta ? d ** 2 / 2 : delta * (d - delta / 2)
    }),
    jax: (node, [x, z]) => {
      const delta = deltaOf(node)
      const d: JaxArray = np.abs(np.subtract(x!, z!))
      const near = np.multiply(np.square(d.ref), 0.5)
      const far = np.multiply(np.subtract(d.ref, delta / 2), delta)
      return np.mean(np.where(np.less(d, delta), near, far), 1)
    },
  },
}

const lossCase = (terms: LossTerms, outputs: number): GraphCase => ({
  name: `${Object.values(terms).join(' ')} of ${outputs} outputs`,
  build: (batch) => {
    const g = new ForwardBuilder(batch, [5])
    const hidden = g.apply('Gemm', [g.x, g.parameter('w', [5, 6]), g.parameter('b', [6])])
    const last = [g.apply('Tanh', [hidden]), g.parameter('v', [6, outputs]), g.parameter('c', [outputs])]
    return g.finish(g.apply('Gemm', last), terms)
  },
})

/** For tests only: every loss but softmax cross-entropy, which ends all other graphs. */
export const LOSS_CASES: readonly GraphCase[] = [
  lossCase({ kind: 'binary-cross-entropy' }, 1),
  lossCase({ kind: 'binary-cross-entropy' }, 4),
  lossCase({ kind: 'mean-squared-error' }, 1),
  lossCase({ kind: 'mean-squared-error' }, 3),
  lossCase({ kind: 'huber' }, 3),
  lossCase({ kind: 'huber', delta: 0.4 }, 2),
]
