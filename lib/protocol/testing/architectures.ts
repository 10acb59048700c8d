import fc from 'fast-check'
import type { Architecture, Cnn } from '../task.ts'

const integer = (min: number, max: number) => fc.integer({ min, max })
const hidden = fc.array(integer(1, 6), { maxLength: 3 })
const outputs = integer(2, 5)
const inputs = integer(1, 12)

/** Layers whose windows fit on sides of `height` and `width`, from numbers that are taken as far as there is room. */
const convolutions = (
  wishes: readonly Cnn['convolutions'][number][],
  height: number,
  width: number,
): Cnn['convolutions'] => {
  let sides = [height, width]
  return wishes.map((wish) => {
    const kernel = Math.min(wish.kernel, ...sides)
    const pad = Math.min(wish.pad, kernel - 1)
    const out = sides.map((side) => Math.floor((side + 2 * pad - kernel) / wish.stride) + 1)
    const pool = Math.min(wish.pool, ...out)
    sides = out.map((side) => Math.floor((side - pool) / (wish.poolStride ?? pool)) + 1)
    return { ...wish, kernel, pad, pool }
  })
}

/** For tests: small architectures of every kind that fit together. */
export const anyArchitecture: fc.Arbitrary<Architecture> = fc.oneof(
  fc.record({ kind: fc.constant('logistic' as const), inputs, outputs }),
  fc.record({ kind: fc.constant('mlp' as const), inputs, hidden, outputs }),
  fc.record({
    kind: fc.constant('text-bag' as const),
    words: integer(1, 6),
    buckets: integer(2, 9),
    width: integer(1, 5),
    outputs,
  }),
  fc
    .record({
      channels: integer(1, 3),
      height: integer(3, 14),
      width: integer(3, 14),
      wishes: fc.array(
        fc.record({
          filters: integer(1, 4),
          kernel: integer(1, 5),
          stride: integer(1, 3),
          pad: integer(0, 3),
          pool: integer(1, 3),
          poolStride: fc.option(integer(1, 3), { nil: undefined }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      hidden,
      outputs,
      activation: fc.constantFrom('relu' as const, 'tanh' as const),
    })
    .map(({ channels, height, width, wishes, ...dense }) => ({
      kind: 'cnn' as const,
      input: { channels, height, width },
      convolutions: convolutions(wishes, height, width),
      ...dense,
    })),
)
