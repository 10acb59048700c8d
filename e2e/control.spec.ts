import type { RunRecord } from '../lib/db/schema.ts'
import { openOwnPage } from '../scripts/local/browser.ts'
import { allow, ask, type Contributor, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import { expectCountedOnce } from './fixtures/once.ts'
import type { SceneMakers } from './fixtures/scene.ts'
import { expect, test } from './fixtures/test.ts'

/** Someone whose round takes some seconds, since WebGPU is emulated, and who is in the middle of it. */
const inTheMiddle = async ({ newWorld, newContributor }: SceneMakers) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const account = world.contributors[0]!
  const before = await world.balanceOf(account.address)
  const person = await newContributor({ world, account, engine: 'webgpu' })
  await onboard(person, await world.writeShard({ name: 'mine', count: 600 }))
  const { prompt } = await ask(person, world.dapp.url)
  await allow(prompt)
  await expect.poll(() => stepOnDisk(person), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(0)
  return { world, person, account: account.address, before }
}

const onlyRun = async ({ own }: Contributor): Promise<RunRecord | undefined> =>
  (await readStore(own, 'runs'))[0]

const stepOnDisk = async ({ own }: Contributor): Promise<number | undefined> =>
  (await readStore(own, 'checkpoints'))[0]?.step

test('a round that is paused in the popup waits where it is, and goes on from there', async ({
  newWorld,
  newContributor,
}) => {
  const { world, person, account, before } = await inTheMiddle({ newWorld, newContributor })
  const popup = await openOwnPage(person.browser, '/popup.html')
  await popup.getByRole('button', { name: /^Pause training for/ }).click()
  const resume = popup.getByRole('button', { name: /^Resume training for/ })
  await expect(resume).toBeVisible()
  // The step that was under way ends, and its checkpoint is the last.
  await expect(popup.getByText(/^Paused at step/)).toBeVisible()
  const held = (await stepOnDisk(person))!
  expect(held).toBeGreaterThan(0)
  expect(held).toBeLessThan(40)
  expect(await onlyRun(person)).toMatchObject({ phase: 'training', paused: true })
  await resume.click()
  await expectCountedOnce(world, person.own, { rounds: 1, account, before })
})

test('revoking in the middle of a round stops it: nothing leaves, nothing is debited, the coordinator knows', async ({
  newWorld,
  newContributor,
}) => {
  const { world, person, account, before } = await inTheMiddle({ newWorld, newContributor })
  const dashboard = await openOwnPage(person.browser, '/dashboard.html#/requests')
  await dashboard.getByRole('button', { name: /^Revoke/ }).click()
  const sure = dashboard.getByRole('dialog').getByRole('button', { name: /Revoke/ })
  await sure.click()
  await expect.poll(async () => (await onlyRun(person))?.phase).toBe('cancelled')
  await expect.poll(() => world.coordinator.log.some((line) => line.includes('revoked'))).toBe(true)
  expect(await readStore(person.own, 'contributions')).toEqual([])
  expect(await readStore(person.own, 'budgetEvents')).toEqual([])
  expect(await readStore(person.own, 'checkpoints')).toEqual([])
  expect((await world.status()).rounds.map(({ contributions }) => contributions)).toEqual([0])
  expect(await world.balanceOf(account)).toBe(before)
})
