import * as v from 'valibot'

const positive = (max: number) => v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(max))
const share = (max: number) => v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(max))

const learningRate = positive(100)
const weightDecay = v.optional(share(1))
/** What float32 on a device tells from 1, and from 0. */
const moments = {
  learningRate,
  beta1: v.optional(share(0.9999)),
  beta2: v.optional(share(0.99999)),
  epsilon: v.optional(v.pipe(v.number(), v.finite(), v.minValue(1e-12), v.maxValue(1))),
  weightDecay,
}

/** How a task may move the weights. What is absent has the value that docs/training-graphs.md says. */
export const OptimizerSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('sgd'), learningRate, weightDecay }),
  v.strictObject({
    kind: v.literal('momentum'),
    learningRate,
    momentum: share(0.9999),
    nesterov: v.optional(v.boolean()),
    weightDecay,
  }),
  v.strictObject({ kind: v.literal('adam'), ...moments }),
  v.strictObject({ kind: v.literal('adamw'), ...moments }),
])

/** Of the gradient of a batch, without privacy. */
export const gradientClipNorm = v.optional(positive(1e6))
