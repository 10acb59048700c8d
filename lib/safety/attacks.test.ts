import { describe, expect, it, type TestContext } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { assertSafeWeights } from './assertSafe.ts'
import { inspectWeights } from './inspectWeights.ts'
import {
  honestWeights,
  imprinted,
  imprintedHidden,
  imprintWeights,
  lonely,
  network,
} from './testing/imprint.ts'
import { digits, type Pictures, recovered } from './testing/pictures.ts'
import { trapWeights } from './testing/trap.ts'
import { type Attacked, sentUpdate, silence, USUAL } from './testing/victim.ts'

const PICTURES = 64
const WIDTH = 512
const victims = digits('train', PICTURES)
/** What the attacker knows of such pictures: others. */
const known = digits('t10k', 2000)

/** A crafted model, and how pictures are read from the update that it gives. */
interface Attack {
  readonly weights: Float32Array
  readonly width: number
  readonly read: (update: Float32Array, width: number) => readonly Float32Array[]
}

const imprint: Attack = { weights: imprintWeights(WIDTH, known), width: WIDTH, read: imprinted }
const trap: Attack = { weights: trapWeights(1024, { scale: 0.75 }), width: 1024, read: lonely }
/** As those two, by an attacker who knows what is looked for. */
const hiddenImprint: Attack = {
  weights: imprintWeights(WIDTH, known, { hidden: true }),
  width: WIDTH,
  read: imprintedHidden,
}
const hiddenTrap: Attack = {
  weights: trapWeights(1024, { scale: 0.75, hidden: true }),
  width: 1024,
  read: lonely,
}
const honest: Attack = { weights: honestWeights(WIDTH, 3), width: WIDTH, read: lonely }

/** How many of the pictures come back, also written with the test's result. */
const recoveredBy = async (
  { annotate }: TestContext,
  { weights, width, read }: Attack,
  { examples = victims, ...options }: Partial<Attacked & { examples: Pictures }> = {},
): Promise<number> => {
  const update = await sentUpdate({ architecture: network(width), weights, examples, ...options })
  const count = recovered(read(update, width), examples)
  await annotate(`${count} of ${examples.count} pictures recovered`)
  return count
}

const kindsOf = ({ weights, width }: Attack): readonly string[] =>
  inspectWeights(forwardGraph(network(width), 1), weights).map(({ kind }) => kind)

const refusing =
  ({ weights, width }: Attack) =>
  () =>
    assertSafeWeights(
      manifestFixture({
        model: {
          architecture: network(width),
          weights: { sha256: 'ab'.repeat(32), bytes: weights.byteLength },
        },
      }),
      weights,
    )

describe.each([
  ['Robbing the Fed (Fowl et al. 2022)', imprint, ['repeated-rows', 'paired-biases']],
  ['When the Curious Abandon Honesty (Boenisch et al. 2023)', trap, ['trap-rows']],
] as const)('%s', (_name, attack, kinds) => {
  it('recovers most pictures without checks and noise', async (context) => {
    expect(await recoveredBy(context, attack)).toBeGreaterThan(0.75 * PICTURES)
  })

  it('is refused by the checks, which say what they found', () => {
    expect(kindsOf(attack)).toEqual(kinds)
    expect(refusing(attack)).toThrow(expect.objectContaining({ code: 'task/unsafe-weights' }))
    expect(refusing(attack)).toThrow(`of ${attack.width} neurons in layer1.weight`)
  })

  it('recovers none without checks, at the usual noise', async (context) => {
    expect(await recoveredBy(context, attack, { privacy: USUAL })).toBe(0)
  })

  it('recovers none at the usual noise of all steps of a round', async (context) => {
    expect(await recoveredBy(context, attack, { privacy: USUAL, steps: 40 })).toBe(0)
  })

  it('recovers as many where gradients are clipped and the noise is off: clipping alone protects nothing', async (context) => {
    const count = await recoveredBy(context, attack, { privacy: USUAL, noise: silence })
    expect(count).toBeGreaterThan(0.75 * PICTURES)
  })
})

describe('eight rounds on the same crafted model', () => {
  it('recover none at the usual noise, averaged', async ({ annotate }) => {
    const { weights, width } = imprint
    const sum = new Float32Array(weights.length)
    for (let round = 0; round < 8; round++) {
      const update = await sentUpdate({
        architecture: network(width),
        weights,
        examples: victims,
        privacy: USUAL,
      })
      update.forEach((value, index) => {
        sum[index]! += value
      })
    }
    const count = recovered(imprinted(sum, width), victims)
    await annotate(`${count} of ${PICTURES} pictures recovered`)
    expect(count).toBe(0)
  })
})

describe('one picture, alone in all 320 steps of eight rounds, in a model of two neurons', () => {
  const small: Attack = { weights: imprintWeights(2, known), width: 2, read: lonely }
  const alone = { examples: digits('train', 1), steps: 320, learningRate: 1e-3 }

  it('comes back where the noise is a twentieth of the clip', async (context) => {
    const privacy = { ...USUAL, noiseMultiplier: 0.05 }
    expect(await recoveredBy(context, small, { ...alone, privacy })).toBe(1)
  })

  it('does not at the usual noise', async (context) => {
    expect(await recoveredBy(context, small, { ...alone, privacy: USUAL })).toBe(0)
  })
})

describe('what the checks cannot see', () => {
  describe.each([
    ['an imprint', hiddenImprint],
    ['traps', hiddenTrap],
  ])('an attacker who hides the structure of %s', (_name, attack) => {
    it('passes them, and recovers most pictures where the noise is off', async (context) => {
      expect(kindsOf(attack)).toEqual([])
      expect(await recoveredBy(context, attack)).toBeGreaterThan(0.6 * PICTURES)
    })

    it('recovers none at the usual noise', async (context) => {
      expect(await recoveredBy(context, attack, { privacy: USUAL })).toBe(0)
    })
  })

  it('an honest model gives pictures away where the noise is off and the batch is small', async (context) => {
    const examples = digits('train', 16)
    expect(kindsOf(honest)).toEqual([])
    expect(await recoveredBy(context, honest, { examples })).toBeGreaterThan(8)
  })

  it('and none at the usual noise', async (context) => {
    const examples = digits('train', 16)
    expect(await recoveredBy(context, honest, { examples, privacy: USUAL })).toBe(0)
  })
})
