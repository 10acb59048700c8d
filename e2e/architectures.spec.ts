import { allAccepted, allow, ask, onboard } from '../scripts/local/contributor.ts'
import { readFigures } from '../scripts/local/figures.ts'
import { expect, test } from './fixtures/test.ts'

const ROUND_MS = 180_000
const SHARD = 600

test('a convolutional network learns digits under record-level noise, and its contribution is accepted', async ({
  newWorld,
  newContributor,
}) => {
  test.setTimeout(300_000)
  const world = await newWorld({ mode: 'private', model: 'cnn', rounds: 1, contributors: 1 })
  const [account] = world.contributors
  const person = await newContributor({ world, account: account!, engine: 'wasm' })
  await onboard(person, await world.writeShard({ name: 'mine', count: SHARD }))
  const { dapp, prompt } = await ask(person, world.dapp.url)
  const leaves = prompt.getByRole('group').filter({ hasText: 'per round, clipped and noised' })
  await leaves.locator('summary').click()
  await expect(leaves).toContainText('(convolutional), 26,010 numbers in all')
  await expect(leaves).toContainText('1 × 28 × 28 → 16 × 13 × 13 → 32 × 4 × 4 → 32 → 10')
  await allow(prompt)
  await allAccepted(dapp, 1, ROUND_MS)

  const measured = async () =>
    (await world.status()).rounds.flatMap(({ evaluation }) => evaluation?.accuracy ?? [])
  await expect.poll(async () => (await measured()).length, { timeout: ROUND_MS }).toBe(1)
  const { baseline } = await world.status()
  expect(baseline?.examples).toBe(10_000)
  expect(baseline?.accuracy).toBeLessThan(0.25)
  // 56 % in simulation; chance is 10 %.
  expect((await measured())[0]).toBeGreaterThan(0.35)
  const { acceptances, steps, epsilon } = await readFigures(person.own)
  expect(acceptances).toBe(1)
  expect(steps).toBe(world.task.manifest.training.localSteps)
  expect(epsilon).toBeGreaterThan(2)
  expect(epsilon).toBeLessThan(3)
})
