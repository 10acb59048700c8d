import { describe, expect, it } from 'vitest'
import { scheduleFor } from '../trainer/schedule.ts'
import { honestWeights, imprinted, imprintWeights, lonely, network } from './testing/imprint.ts'
import { digits, recovered } from './testing/pictures.ts'
import { sentUpdate, trainedBy } from './testing/victim.ts'

// Why `inspectTask` has the limits that it has: what comes back where no noise protects records.

/** Pictures that one step on `count` of them gives away, from an honest model with a first layer of `width`. */
const fromOneStep = async (width: number, count: number): Promise<number> => {
  const examples = digits('train', count)
  const weights = honestWeights(width, 3)
  return recovered(
    lonely(await sentUpdate({ architecture: network(width), weights, examples }), width),
    examples,
  )
}

describe('without noise, an honest model gives away', () => {
  it.each([
    [64, 4, 4, 4],
    [64, 8, 2, 8],
    [64, 64, 0, 6],
    [1024, 64, 13, 64],
  ])('with %i neurons and one step of %i pictures: %i to %i of them', async (width, count, least, most) => {
    const given = await fromOneStep(width, count)
    expect(given).toBeGreaterThanOrEqual(least)
    expect(given).toBeLessThanOrEqual(most)
  })

  it('at most one picture in a hundred at the usual terms: 600 of them, 64 neurons, 60 steps of 32', async ({
    annotate,
  }) => {
    const examples = digits('train', 600)
    const weights = honestWeights(64, 3)
    const privacy = { mechanism: 'none', batchSize: 32 } as const
    const after = await trainedBy(
      { architecture: network(64), weights, examples, privacy, learningRate: 0.1, steps: 60 },
      scheduleFor(privacy, examples.count),
    )
    const update = after.map((value, index) => value - weights[index]!)
    const count = recovered(lonely(update, 64), examples)
    await annotate(`${count} of 600 pictures recovered`)
    expect(count).toBeLessThanOrEqual(6)
  })
})

describe('without noise, forty steps on a crafted model give away', () => {
  const width = 512
  const weights = imprintWeights(width, digits('t10k', 2000))
  it.each([
    ['most pictures, where they are so small that they add up to one', 0.001, 40, 64],
    ['fewer, where they are not', 0.1, 0, 32],
  ])('%s (rate %d): %i to %i of 64', async (_name, learningRate, least, most) => {
    const examples = digits('train', 64)
    const update = await sentUpdate({
      architecture: network(width),
      weights,
      examples,
      steps: 40,
      learningRate,
    })
    const count = recovered(imprinted(update, width), examples)
    expect(count).toBeGreaterThanOrEqual(least)
    expect(count).toBeLessThanOrEqual(most)
  })
})
