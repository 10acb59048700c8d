import { createClient, http } from 'viem'
import { readContract } from 'viem/actions'
import { parseAbi } from 'viem/utils'
import type { RunRecord } from '../lib/db/schema.ts'
import type { DeviceConditions } from '../lib/policy/rule.ts'
import { CHAINS } from '../lib/protocol/chains.ts'
import type { CommandName } from '../lib/rpc/commands.ts'
import { openOwnPage } from '../scripts/local/browser.ts'
import { allow, ask, type Contributor, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import type { World } from '../scripts/local/world.ts'
import { expectCountedOnce } from './fixtures/once.ts'
import type { SceneMakers } from './fixtures/scene.ts'
import { expect, test } from './fixtures/test.ts'
import { startWatchedProxy, type WatchedProxy } from './fixtures/watchedProxy.ts'

/** Someone whose round takes some seconds, since WebGPU is emulated, and who is in the middle of it. */
const inTheMiddle = async ({ newWorld, newContributor }: SceneMakers, proxy?: WatchedProxy) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const account = world.contributors[0]!
  const before = await world.balanceOf(account.address)
  const person = await newContributor({
    world,
    account,
    engine: 'webgpu',
    ...(proxy === undefined ? {} : { proxy: proxy.url }),
  })
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

test('a round that is paused in the popup, or waits for its hours, waits where it is and goes on from there', async ({
  newWorld,
  newContributor,
}) => {
  const { world, person, account, before } = await inTheMiddle({ newWorld, newContributor })
  const popup = await openOwnPage(person.browser, '/popup.html')
  await popup.getByRole('button', { name: /^Pause training for/ }).click()
  const resume = popup.getByRole('button', { name: /^Resume training for/ })
  await expect(resume).toBeVisible()
  await expect(popup.getByText(/^Paused at step/)).toBeVisible()
  const command = async (name: CommandName, params: object): Promise<void> => {
    const reply = await person.own.evaluate(
      (asked) => chrome.runtime.sendMessage({ target: 'worker', type: 'command', ...asked }),
      { name, params },
    )
    expect(reply).toMatchObject({ ok: true })
  }
  // The step that was under way ends, and its checkpoint is the last: this is answered after that.
  await command('run.pause', { runId: (await onlyRun(person))!.id, paused: true })
  const held = (await stepOnDisk(person))!
  expect(held).toBeGreaterThan(0)
  expect(held).toBeLessThan(40)
  expect(await onlyRun(person)).toMatchObject({ phase: 'training', paused: true })
  // Outside the hours that it may train in it waits by itself, and says so.
  const limit = async (device: DeviceConditions): Promise<void> => {
    const [grant] = await readStore(person.own, 'grants')
    await command('grant.limit', { grantId: grant!.id, limits: { device } })
  }
  const hour = new Date().getHours()
  await limit({ hours: { from: ((hour + 2) % 24) * 60, to: ((hour + 3) % 24) * 60 } })
  await resume.click()
  await expect(popup.getByText('Waits for the hours that you set')).toBeVisible()
  expect(await stepOnDisk(person)).toBe(held)
  // This browser says that it charges, from a document that has a battery to look at, and is not on a metered line.
  await limit({ charging: true, unmetered: true })
  await expectCountedOnce(world, person.own, { rounds: 1, account, before })
})

/** When the account revoked this receipt, as EAS on the chain says: seconds since 1970. */
const revokedOnChain = async ({ chain }: World, account: `0x${string}`, uid: `0x${string}`) =>
  readContract(createClient({ transport: http(chain.rpcUrl) }), {
    address: CHAINS[chain.chainId]!.eas.address,
    abi: parseAbi(['function getRevokeOffchain(address revoker, bytes32 data) view returns (uint64)']),
    functionName: 'getRevokeOffchain',
    args: [account, uid],
  })

test('revoking in the middle of a round stops it: nothing leaves but the signed revocation, which can go on chain', async ({
  newWorld,
  newContributor,
}) => {
  const proxy = await startWatchedProxy()
  try {
    const { world, person, account, before } = await inTheMiddle({ newWorld, newContributor }, proxy)
    const { host } = new URL(world.task.manifest.aggregation.coordinator)
    const toCoordinator = () => proxy.requests.filter(({ url }) => url.host === host)
    const dashboard = await openOwnPage(person.browser, '/dashboard.html#/requests')
    await dashboard.getByRole('button', { name: /^Revoke/ }).click()
    const sure = dashboard.getByRole('dialog')
    await expect(sure).toContainText('Nothing is unlearned')
    expect((await onlyRun(person))?.phase).toBe('training')
    const known = toCoordinator().length
    await sure.getByRole('button', { name: 'Revoke' }).click()
    await expect(dashboard.getByText('The publisher was told on')).toBeVisible()
    expect((await onlyRun(person))?.phase).toBe('cancelled')
    expect(world.coordinator.log.some((line) => line.includes('revoked'))).toBe(true)
    // Looks at everything once more, as an alarm would: there is nothing left to do.
    await person.own.evaluate(() =>
      chrome.runtime.sendMessage({ target: 'worker', type: 'command', name: 'earnings.sync', params: {} }),
    )
    const [grant] = await readStore(person.own, 'grants')
    expect(grant).toMatchObject({
      state: 'revoked',
      revocation: { statement: { receipt: grant!.receipt.uid } },
    })
    for (const store of ['contributions', 'budgetEvents', 'checkpoints'] as const)
      expect(await readStore(person.own, store)).toEqual([])

    await dashboard.bringToFront()
    await dashboard.getByRole('button', { name: /^Put on chain/ }).click()
    await expect(dashboard.getByRole('dialog')).toContainText(/About \S+ ETH/)
    await dashboard.getByRole('button', { name: 'Go on in my wallet' }).click()
    await expect(dashboard.getByText(/^On Local chain since/)).toBeVisible({ timeout: 60_000 })
    expect(await revokedOnChain(world, account, grant!.receipt.uid)).toBeGreaterThan(0n)

    const after = toCoordinator().slice(known)
    expect(after.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      `POST /grants/${grant!.receipt.uid}/revocation`,
    ])
    expect(after[0]!.bytes).toBeLessThan(1000)
    expect((await world.status()).rounds.map(({ contributions }) => contributions)).toEqual([0])
    expect(await world.balanceOf(account)).toBe(before)
  } finally {
    await proxy.stop()
  }
})
