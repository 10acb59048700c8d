import * as v from 'valibot'

/** A whole number within bounds, ends included. */
export const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

const inputs = integer(1, 65_536)
const hidden = v.pipe(v.array(integer(1, 4096)), v.maxLength(8))
const outputs = integer(2, 1000)
/** Of a tokenise step, and of the model that reads what it gives. */
export const words = integer(1, 4096)
export const buckets = integer(2, 65_536)

/** The kinds of model that a task may name. What their sizes make together is bounded in layers.ts. */
export const ArchitectureSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('logistic'), inputs, outputs }),
  v.strictObject({ kind: v.literal('mlp'), inputs, hidden, outputs }),
  v.strictObject({
    kind: v.literal('cnn'),
    input: v.strictObject({ channels: integer(1, 4), height: integer(1, 512), width: integer(1, 512) }),
    convolutions: v.pipe(
      v.array(
        v.strictObject({
          filters: integer(1, 1024),
          kernel: integer(1, 32),
          stride: integer(1, 32),
          pad: integer(0, 31),
          pool: integer(1, 32),
          poolStride: v.optional(integer(1, 32)),
        }),
      ),
      v.minLength(1),
      v.maxLength(8),
    ),
    hidden,
    outputs,
    activation: v.picklist(['relu', 'tanh']),
  }),
  v.strictObject({ kind: v.literal('text-bag'), words, buckets, width: integer(1, 1024), outputs }),
])

/** What a provider says that it trains. */
export const ARCHITECTURES: readonly string[] = ArchitectureSchema.options.map(
  ({ entries }) => entries.kind.literal,
)
