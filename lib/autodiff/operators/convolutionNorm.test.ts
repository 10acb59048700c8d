import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { Emitter } from '../emitter.ts'
import { sizeOf } from '../tensor.ts'
import { fixedSequence } from '../testing/random.ts'
import type { Convolution } from './convolution.ts'
import { directSquaredNorm, ghostSquaredNorm, isGhostCheaper } from './convolutionNorm.ts'
import { windowOf } from './window.ts'

ort.env.wasm.numThreads = 1

interface Form {
  readonly what: string
  readonly shape: readonly number[]
  readonly filters: number
  readonly groups: number
  readonly window: Convolution['window']
  readonly ghost: boolean
}

const form = (
  what: string,
  shape: readonly number[],
  filters: number,
  groups: number,
  kernel: readonly number[],
  ghost: boolean,
  attributes: Parameters<typeof windowOf>[1] = {},
): Form => ({
  what,
  shape,
  filters,
  groups,
  window: windowOf('Conv', attributes, shape, kernel),
  ghost,
})

const FORMS: readonly Form[] = [
  form('many positions, few filters', [3, 2, 6, 6], 4, 1, [3, 3], false),
  form('many filters on few positions', [3, 8, 4, 4], 64, 1, [3, 3], true),
  form('strides, pads and dilations', [3, 2, 5, 6], 3, 1, [2, 3], false, {
    strides: { ints: [2, 3] },
    pads: { ints: [1, 2, 0, 1] },
    dilations: { ints: [2, 1] },
  }),
  form('groups on many positions', [3, 4, 5, 5], 6, 2, [2, 2], false),
  form('groups on few positions', [3, 8, 4, 4], 32, 2, [3, 3], true),
  form('one pixel', [3, 5, 3, 2], 7, 1, [1, 1], false),
]

const run = async (
  convolution: Convolution,
  rule: typeof ghostSquaredNorm,
  x: Float32Array,
  d: Float32Array,
): Promise<Float32Array> => {
  const { shape, filters, window } = convolution
  const outputs = [shape[0]!, filters, ...window.output]
  const emit = new Emitter()
  const inputs = [emit.input('x', 'float32', shape), emit.input('d', 'float32', outputs)] as const
  emit.output('norm', 'float32', [shape[0]!], rule(emit, ...inputs, convolution))
  const session = await ort.InferenceSession.create(emit.encode('norm'), { executionProviders: ['wasm'] })
  const { norm } = await session.run({
    x: new ort.Tensor('float32', x, shape),
    d: new ort.Tensor('float32', d, outputs),
  })
  await session.release()
  return norm!.data as Float32Array
}

describe('per-example norms of filters', () => {
  it.each(FORMS)('are the same by Gram matrices and by gradients: $what', async (convolution) => {
    const uniform = fixedSequence(7)
    const values = (shape: readonly number[]) =>
      Float32Array.from({ length: sizeOf(shape) }, () => uniform() * 2 - 1)
    const { shape, filters, window } = convolution
    const x = values(shape)
    const d = values([shape[0]!, filters, ...window.output])
    const ghost = await run(convolution, ghostSquaredNorm, x, d)
    const direct = await run(convolution, directSquaredNorm, x, d)
    expect(ghost).toHaveLength(shape[0]!)
    for (const [index, norm] of direct.entries()) expect(ghost[index]! / norm).toBeCloseTo(1, 5)
  })

  it.each(FORMS)(
    'take fewer multiplications by Gram matrices: $what, $ghost',
    ({ ghost, ...convolution }) => {
      expect(isGhostCheaper(convolution)).toBe(ghost)
    },
  )
})
