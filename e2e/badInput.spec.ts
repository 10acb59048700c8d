import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hexToBytes } from 'viem/utils'
import { encodeFloat32 } from '../lib/aggregation/plain.ts'
import { signerFromPrivateKey } from '../lib/attest/signer.ts'
import type { EnrolmentAnswer, RoundAnswer } from '../lib/protocol/coordinator.ts'
import { roundTypedData } from '../lib/protocol/statements.ts'
import { allow, ask, type Contributor } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import type { Answer, Lie } from './fixtures/gate.ts'
import { openScene } from './fixtures/scene.ts'
import { expect, test } from './fixtures/test.ts'

const json = (answer: Answer, value: unknown): Answer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(value)),
})
const read = <T>(answer: Answer): T => JSON.parse(answer.body.toString()) as T

const showsProblem = (person: Contributor, code: string): Promise<void> =>
  expect
    .poll(async () => (await readStore(person.own, 'grants')).map(({ problem }) => problem?.code), {
      timeout: 60_000,
    })
    .toEqual([code])

const hasAccepted = (person: Contributor, rounds: readonly number[]): Promise<void> =>
  expect
    .poll(async () => (await readStore(person.own, 'contributions')).map(({ round }) => round), {
      timeout: 60_000,
    })
    .toEqual(rounds)

/** Another account in the seat's proof: what the coordinator says is then not what the chain says. */
const seatNotOnChain: Lie = (answer) => {
  const seated = read<EnrolmentAnswer>(answer)
  return seated.state === 'seated' ? json(answer, { ...seated, proof: [`0x${'12'.repeat(32)}`] }) : answer
}

const oneBitOff: Lie = (answer) => {
  const body = Buffer.from(answer.body)
  body[0]! ^= 1
  return { ...answer, body }
}

const isEnrolment = (_method: string, path: string) => path.endsWith('/enrolments')
const isBlob = (_method: string, path: string) => path.includes('/blobs/')
const isRound = (_method: string, path: string) => path.endsWith('/rounds/current')

test('a lying coordinator is told from an honest one, and the person loses nothing', async ({
  newWorld,
  newContributor,
}) => {
  const { world, gate, person } = await openScene({ newWorld, newContributor }, { rounds: 3 })
  const { prompt } = await ask(person, world.dapp.url)

  // A seat that is not on chain: nothing is trained.
  const honestSeat = gate.lie(isEnrolment, seatNotOnChain)
  const honestWeights = gate.lie(isBlob, oneBitOff)
  await allow(prompt)
  await showsProblem(person, 'chain/wrong-proof')
  expect(await readStore(person.own, 'runs')).toEqual([])

  // The seat is there, but the weights are not those of the round: nothing is trained.
  honestSeat()
  await showsProblem(person, 'weights/hash')
  expect(await readStore(person.own, 'runs')).toEqual([])

  // Round 2 will name weights that are not numbers, under the real settlement key.
  const settlement = signerFromPrivateKey(hexToBytes(world.chain.accounts[1]!.privateKey))
  const hostile = encodeFloat32(new Float32Array(50_890).fill(Number.NaN))
  const sha256 = createHash('sha256').update(hostile).digest('hex')
  const honestRound = gate.lie(isRound, async (answer) => {
    const current = read<RoundAnswer>(answer)
    if (current.state !== 'open' || current.round.statement.round !== 2) return answer
    const statement = { ...current.round.statement, baseWeights: `0x${sha256}` as const }
    return json(answer, {
      state: 'open',
      round: { statement, signature: await settlement.signTypedData(roundTypedData(statement)) },
    })
  })
  const honestBlob = gate.lie(
    (_method, path) => path.endsWith(sha256),
    (answer) => ({ ...answer, status: 200, type: 'application/octet-stream', body: Buffer.from(hostile) }),
  )
  honestWeights()
  await hasAccepted(person, [1])
  await showsProblem(person, 'weights/not-finite')

  // The honest statement is now a second one for the same round: both are kept, and training stops for good.
  honestRound()
  honestBlob()
  await showsProblem(person, 'round/conflict')
  expect(await readStore(person.own, 'rounds')).toMatchObject([
    { round: 1 },
    { round: 2, conflict: { statement: { round: 2 } } },
  ])
  await hasAccepted(person, [1])
  expect(await readStore(person.own, 'budgetEvents')).toHaveLength(1)
  await expect
    .poll(async () => (await readStore(person.own, 'seats')).map(({ paid }) => paid), { timeout: 60_000 })
    .toEqual(['20000'])
  // The person reads all of it in words.
  await person.own.goto(`chrome-extension://${person.browser.extensionId}/dashboard.html#/requests`)
  await expect(person.own.getByText('signed two different statements')).toBeVisible()
})

test('damaged files are refused in words, and nothing of them is kept', async ({
  newWorld,
  newContributor,
}) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const person = await newContributor({ world, account: world.contributors[0]!, engine: 'wasm' })
  const vault = person.own
  await vault.goto(`chrome-extension://${person.browser.extensionId}/dashboard.html#/vault`)
  const file = async (name: string, bytes: Uint8Array | string) => {
    const path = join(world.folder, name)
    await writeFile(path, bytes)
    return path
  }
  const drop = async (files: string[], words: RegExp) => {
    await vault.getByLabel('Choose files').setInputFiles(files)
    await vault.getByRole('button', { name: 'Import' }).click()
    await expect(vault.getByRole('alert')).toContainText(words)
    expect(await readStore(vault, 'datasets')).toEqual([])
    expect(await readStore(vault, 'chunks')).toEqual([])
    await vault.reload()
  }
  const truncated = Buffer.alloc(200)
  truncated.writeUInt32BE(0x00000803, 0)
  truncated.writeUInt32BE(600, 4)
  truncated.writeUInt32BE(28, 8)
  truncated.writeUInt32BE(28, 12)
  await drop([await file('digits-images-idx3-ubyte', truncated)], /digits-images/)
  await drop([await file('people.csv', 'name,age\nAda,36\nGrace,45,Navy\n')], /line 3/i)
  await drop([await file('seven.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))], /seven\.png/)
})
