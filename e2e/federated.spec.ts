import { allAccepted, allow, ask, onboard } from '../scripts/local/contributor.ts'
import { readFigures } from '../scripts/local/figures.ts'
import type { Mode } from '../scripts/local/task.ts'
import { expect, test } from './fixtures/test.ts'

const CONTRIBUTORS = 5
const ROUNDS = 8
const SHARD = 600
const ROUND_MS = 120_000

/** What the average must reach within eight rounds: share of the 10,000 test images read correctly. */
const GOALS: readonly { mode: Mode; says: string; accuracy: number }[] = [
  { mode: 'plain', says: 'without noise', accuracy: 0.85 },
  { mode: 'private', says: 'under record-level noise', accuracy: 0.78 },
]

for (const { mode, says, accuracy } of GOALS)
  test(`five contributors with skewed shards train one model ${says}`, async ({
    newWorld,
    newContributor,
  }) => {
    test.setTimeout(300_000)
    const world = await newWorld({ mode, rounds: ROUNDS, contributors: CONTRIBUTORS })
    const people = await Promise.all(
      world.contributors.map(async (account, index) => {
        const shard = await world.writeShard({
          name: `shard-${index}`,
          count: SHARD,
          mostly: [2 * index, 2 * index + 1],
        })
        const person = await newContributor({
          world,
          account,
          engine: 'wasm',
          settings: { allowWithoutNoise: mode === 'plain' },
        })
        await onboard(person, shard)
        return person
      }),
    )
    const dapps = []
    for (const person of people) {
      const { dapp, prompt } = await ask(person, world.dapp.url)
      await allow(prompt)
      dapps.push(dapp)
    }
    await Promise.all(dapps.map((dapp) => allAccepted(dapp, ROUNDS, ROUND_MS)))

    const measured = async () =>
      (await world.status()).rounds.flatMap(({ evaluation }) => evaluation?.accuracy ?? [])
    await expect.poll(async () => (await measured()).length, { timeout: ROUND_MS }).toBe(ROUNDS)
    const { baseline } = await world.status()
    const accuracies = [baseline?.accuracy ?? 0, ...(await measured())]
    console.log(`${says}: ${accuracies.map((value) => `${(100 * value).toFixed(2)} %`).join(' -> ')}`)
    expect(baseline?.examples).toBe(10_000)
    expect(accuracies[0]).toBeLessThan(0.2)
    expect(Math.max(...accuracies)).toBeGreaterThanOrEqual(accuracy)

    for (const person of people) {
      const { epsilon, acceptances, steps } = await readFigures(person.own)
      expect(acceptances).toBe(ROUNDS)
      expect(steps).toBe(ROUNDS * world.task.manifest.training.localSteps)
      if (mode === 'private') {
        expect(epsilon).toBeGreaterThan(7)
        expect(epsilon).toBeLessThanOrEqual(7.6)
      }
    }
  })
