import { execFile } from 'node:child_process'
import { expect, test } from '@playwright/test'
import type { RunPhase } from '../lib/db/schema.ts'
import { ownPageAppears, stopWorker } from '../scripts/local/browser.ts'
import { allow, ask, type Contributor, launchContributor, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import { startWorld, type World } from '../scripts/local/world.ts'
import { type Gate, startGate } from './fixtures/gate.ts'
import { expectCountedOnce } from './fixtures/once.ts'

const ROUNDS = 2

interface Scene {
  readonly world: World
  readonly gate: Gate
  readonly person: Contributor
  readonly before: bigint
}

/** One person, onboarded, in a world whose coordinator stands behind a gate. */
const withScene = async (body: (scene: Scene) => Promise<void>): Promise<void> => {
  let gate: Gate | undefined
  const world = await startWorld({
    mode: 'private',
    rounds: ROUNDS,
    contributors: 1,
    front: async (target) => {
      gate = await startGate(target)
      return gate
    },
  })
  try {
    const account = world.contributors[0]!
    const before = await world.balanceOf(account.address)
    const person = await launchContributor({ world, account, engine: 'wasm', headless: true })
    try {
      await onboard(person, await world.writeShard({ name: 'mine', count: 600 }))
      await body({ world, gate: gate!, person, before })
    } finally {
      await person.close()
    }
  } finally {
    await world.stop()
  }
}

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
  test('when the worker is stopped while the prompt is open', async () => {
    await withScene(async ({ world, person, before }) => {
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
  })

  test('when the worker is stopped during training and during the upload', async () => {
    await withScene(async ({ world, gate, person, before }) => {
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
  })

  test('when the coordinator is killed as soon as it has accepted', async () => {
    await withScene(async ({ world, gate, person, before }) => {
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
})

test('a browser that is killed in the middle of a round resumes it', async () => {
  const world = await startWorld({ mode: 'private', rounds: 1, contributors: 1 })
  try {
    const account = world.contributors[0]!
    const before = await world.balanceOf(account.address)
    const first = await launchContributor({ world, account, engine: 'wasm', headless: true })
    await onboard(first, await world.writeShard({ name: 'mine', count: 600 }))
    const { prompt } = await ask(first, world.dapp.url)
    await allow(prompt)
    await expect
      .poll(async () => (await readStore(first.own, 'checkpoints')).length, {
        timeout: 60_000,
        intervals: [10],
      })
      .toBe(1)
    const { profile } = first.browser
    const gone = first.browser.context.waitForEvent('close')
    execFile('pkill', ['-9', '-f', profile])
    await gone

    const second = await launchContributor({ world, account, engine: 'wasm', headless: true, profile })
    try {
      await expectCountedOnce(world, second.own, { rounds: 1, account: account.address, before })
      const [run] = await readStore(second.own, 'runs')
      expect(run).toMatchObject({ phase: 'accepted', progress: { step: 40 } })
    } finally {
      await second.close()
    }
  } finally {
    await world.stop()
  }
})

test('closing the prompt window refuses, and the page learns only that', async () => {
  await withScene(async ({ world, person }) => {
    const { dapp, prompt } = await ask(person, world.dapp.url)
    await prompt.close()
    await expect(dapp.getByRole('status')).toContainText('Not this time')
    expect(await readStore(person.own, 'requests')).toMatchObject([
      { state: 'answered', decision: { effect: 'refuse', by: 'person' } },
    ])
    expect(await ownPageAppears(person.browser, '/dashboard.html')).toBe(person.own)
    expect(await readStore(person.own, 'grants')).toHaveLength(0)
  })
})
