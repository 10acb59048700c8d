import { execFile } from 'node:child_process'
import type { RunPhase } from '../lib/db/schema.ts'
import { ownPageAppears, stopWorker } from '../scripts/local/browser.ts'
import { allow, ask, type Contributor, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import { expectCountedOnce } from './fixtures/once.ts'
import { openScene } from './fixtures/scene.ts'
import { expect, test } from './fixtures/test.ts'

const ROUNDS = 2

const phaseReaches = (person: Contributor, round: number, phases: readonly RunPhase[]): Promise<void> =>
  expect
    .poll(
      async () => {
        const run = (await readStore(person.own, 'runs')).find((one) => one.round === round)
        return run !== undefined && phases.includes(run.phase)
      },
      { timeout: 60_000, intervals: [20] },
    )
    .toBe(true)

const isUpload = (method: string, path: string) => method === 'POST' && path.endsWith('/contributions')

const promptsOpen = ({ browser }: Contributor): number =>
  browser.context.pages().filter((page) => page.url().endsWith('/prompt.html')).length

test.describe('nothing is lost, doubled or paid twice', () => {
  test('when the worker is stopped while the prompt is open', async ({ newWorld, newContributor }) => {
    const { world, person, before } = await openScene({ newWorld, newContributor }, { rounds: ROUNDS })
    const { dapp, prompt } = await ask(person, world.dapp.url)
    await stopWorker(person.browser)
    await stopWorker(person.browser)
    await expect(prompt.getByRole('heading', { level: 1 })).toContainText('wants to train its model')
    expect(promptsOpen(person)).toBe(1)
    expect(await readStore(person.own, 'requests')).toMatchObject([{ state: 'pending' }])
    await allow(prompt)
    await expect(dapp.getByRole('status')).toContainText('Thank you')
    expect(promptsOpen(person)).toBe(0)
    await expectCountedOnce(world, person.own, { rounds: ROUNDS, account: person.account.address, before })
    expect(await readStore(person.own, 'grants')).toHaveLength(1)
  })

  test('when the worker is stopped during training and during the upload', async ({
    newWorld,
    newContributor,
  }) => {
    const { world, gate, person, before } = await openScene({ newWorld, newContributor }, { rounds: ROUNDS })
    const { prompt } = await ask(person, world.dapp.url)
    const uploading = gate.holdNext(isUpload)
    await allow(prompt)
    await phaseReaches(person, 1, ['training'])
    await stopWorker(person.browser)
    const held = await uploading
    // The coordinator has accepted; its answer finds nobody.
    await stopWorker(person.browser)
    held.lose()
    await expectCountedOnce(world, person.own, { rounds: ROUNDS, account: person.account.address, before })
  })

  test('when the coordinator is killed as soon as it has accepted', async ({ newWorld, newContributor }) => {
    const { world, gate, person, before } = await openScene({ newWorld, newContributor }, { rounds: ROUNDS })
    const { prompt } = await ask(person, world.dapp.url)
    const uploading = gate.holdNext(isUpload)
    await allow(prompt)
    const held = await uploading
    await world.coordinator.kill()
    held.lose()
    await world.coordinator.restart()
    await expectCountedOnce(world, person.own, { rounds: ROUNDS, account: person.account.address, before })
  })
})

test('a browser that is killed in the middle of a round resumes it', async ({ newWorld, newContributor }) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const account = world.contributors[0]!
  const before = await world.balanceOf(account.address)
  // Emulated WebGPU takes some seconds for a round: time enough to be killed in.
  const first = await newContributor({ world, account, engine: 'webgpu' })
  await onboard(first, await world.writeShard({ name: 'mine', count: 600 }))
  const { prompt } = await ask(first, world.dapp.url)
  await allow(prompt)
  await expect
    .poll(async () => (await readStore(first.own, 'checkpoints')).map(({ step }) => step > 0 && step < 40), {
      timeout: 60_000,
      intervals: [10],
    })
    .toEqual([true])
  const { profile } = first.browser
  const gone = first.browser.context.waitForEvent('close')
  execFile('pkill', ['-9', '-f', profile])
  await gone

  const second = await newContributor({ world, account, engine: 'wasm', profile })
  await expectCountedOnce(world, second.own, { rounds: 1, account: account.address, before })
  expect(await readStore(second.own, 'runs')).toMatchObject([{ phase: 'accepted', progress: { step: 40 } }])
})

test('closing the prompt window refuses, and the page learns only that', async ({
  newWorld,
  newContributor,
}) => {
  const { world, person } = await openScene({ newWorld, newContributor }, { rounds: ROUNDS })
  const { dapp, prompt } = await ask(person, world.dapp.url)
  await prompt.close()
  await expect(dapp.getByRole('status')).toContainText('Not this time')
  expect(await readStore(person.own, 'requests')).toMatchObject([
    { state: 'answered', decision: { effect: 'refuse', by: 'person' } },
  ])
  expect(await ownPageAppears(person.browser, '/dashboard.html')).toBe(person.own)
  expect(await readStore(person.own, 'grants')).toHaveLength(0)
})
