import type { Architecture } from '../protocol/task.ts'
import { cnnGraph } from './architectures/cnn.ts'
import { applyDense } from './architectures/dense.ts'
import { textBagGraph } from './architectures/textBag.ts'
import { ForwardBuilder, type ForwardGraph } from './forward.ts'

const denseGraph = (inputs: number, widths: readonly number[], batch: number): ForwardGraph => {
  const builder = new ForwardBuilder(batch, [inputs])
  return builder.finish(applyDense(builder, builder.x, widths, 'Relu'))
}

/**
 * The forward graph of a declared architecture for batches of `batch` examples, each of the shape that `exampleShape` says.
 *
 * Layout of flat weights: float32, little endian, the parameters in their order one after another, each row-major. `logistic`
 * and `mlp`: W1, b1, W2, b2, ... with W of shape [in, out] and b of shape [out]; y = relu(x W + b), and no relu after the
 * last. `cnn`: as `cnnGraph` says, `text-bag`: as `textBagGraph`.
 */
export const forwardGraph = (architecture: Architecture, batch: number): ForwardGraph => {
  switch (architecture.kind) {
    case 'logistic':
      return denseGraph(architecture.inputs, [architecture.outputs], batch)
    case 'mlp':
      return denseGraph(architecture.inputs, [...architecture.hidden, architecture.outputs], batch)
    case 'cnn':
      return cnnGraph(architecture, batch)
    case 'text-bag':
      return textBagGraph(architecture, batch)
  }
}
