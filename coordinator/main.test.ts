import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testManifest } from '../lib/attest/testing/fixtures.ts'
import { chainClient } from '../lib/chain/client.ts'
import { assertFunded } from '../lib/chain/funding.ts'
import { cnnFixture } from '../lib/protocol/task.fixture.ts'
import { parameterCount, parseSignedTask } from '../lib/protocol/task.ts'
import { SyntheticContributor } from './testing/contributor.ts'
import { mintTo, PUBLISHER, SETTLEMENT, startWorld, type World } from './testing/world.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

let world: World
let folder: string
beforeAll(async () => {
  world = await startWorld()
  folder = await mkdtemp(join(tmpdir(), 'proviso-cli-'))
}, 60_000)
afterAll(async () => {
  await rm(folder, { recursive: true })
  await world.stop()
})

const start = (args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env }, cwd: folder })

const run = async (args: readonly string[], env: Record<string, string> = {}) => {
  const child = start(args, env)
  const closed = once(child, 'close')
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code] = await closed
  return { code, out, err }
}

const draft = () => {
  const { nonce: _, ...manifest } = testManifest()
  return {
    ...manifest,
    publisher: {
      ...manifest.publisher,
      address: world.chain.accounts[PUBLISHER]!.address,
      settlementKey: world.chain.accounts[SETTLEMENT]!.address,
    },
    schedule: { ...manifest.schedule, closesAt: '2099-01-01T00:00:00Z' },
    reward: { ...manifest.reward, escrow: world.chain.escrow, token: world.chain.token },
  }
}

describe('the command line', () => {
  it('shows its help, and refuses what it does not know', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('task create') })
    expect(await run(['dance'])).toMatchObject({ code: 2 })
    const help = await run(['serve', '--help'])
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('--round-seconds') })
    expect((await run(['serve', '--key', '0x01'])).err).toContain('cli/unknown-option')
    expect((await run(['serve', '--rpc', 'x', '--key-env', 'NOWHERE'])).err).toContain('cli/no-key')
  })

  it('never prints a key, not even one that is wrong', async () => {
    const args = ['serve', '--rpc', world.chain.rpcUrl, '--key-env', 'KEY']
    const { err, out, code } = await run(args, { KEY: 'c0ffee' })
    expect(code).toBe(1)
    expect(err).toContain('cli/bad-key')
    expect(err + out).not.toContain('c0ffee')
  })

  it('writes weights for every kind of model, and refuses one that does not fit together', async () => {
    const cnn = cnnFixture()
    const logistic = { kind: 'logistic', inputs: 784, outputs: 10 } as const
    for (const architecture of [cnn, logistic]) {
      const name = architecture.kind
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ model: { architecture } }))
      const init = ['task', 'init-weights', '--manifest', `${name}.json`, '--out', `${name}.bin`]
      expect(await run(init)).toMatchObject({ code: 0 })
      expect((await stat(join(folder, `${name}.bin`))).size).toBe(4 * parameterCount(architecture))
    }
    const large = cnnFixture({ input: { channels: 1, height: 2, width: 2 } })
    await writeFile(join(folder, 'large.json'), JSON.stringify({ model: { architecture: large } }))
    const { code, err } = await run([
      ...['task', 'init-weights', '--manifest', 'large.json', '--out', 'large.bin'],
    ])
    expect(code).toBe(1)
    expect(err).toContain('model.architecture.convolutions.')
  })

  it('goes from a manifest to a funded task that contributors join', { timeout: 60_000 }, async () => {
    await mintTo(world.chain, world.chain.accounts[PUBLISHER]!.address, 10_000n)
    await writeFile(join(folder, 'task.json'), JSON.stringify(draft()))
    const init = ['task', 'init-weights', '--manifest', 'task.json', '--out', 'weights.bin']
    expect(await run(init)).toMatchObject({ code: 0 })
    expect((await stat(join(folder, 'weights.bin'))).size).toBe(testManifest().model.weights.bytes)

    const rpc = ['--rpc', world.chain.rpcUrl]
    const key = world.chain.accounts[PUBLISHER]!.privateKey
    const create = ['task', 'create', '--weights', 'weights.bin', '--key-env', 'KEY', '--bond', '5', ...rpc]
    const wrong = await run([...create, '--manifest', 'task.json'], {
      KEY: world.chain.accounts[SETTLEMENT]!.privateKey,
    })
    expect(wrong.err).toContain('task/wrong-key')
    const created = await run([...create, '--manifest', 'task.json'], { KEY: key })
    expect(created).toMatchObject({ code: 0, err: '' })
    expect(created.out).not.toContain(key.slice(2))
    const { task, signed } = JSON.parse(created.out)
    const { manifest } = parseSignedTask(JSON.parse(await readFile(join(folder, signed), 'utf8')))
    const client = chainClient({ chainId: world.chain.chainId, rpcUrl: world.chain.rpcUrl })
    expect(await assertFunded({ client, manifest })).toMatchObject({ bond: 5n, seats: 8 })

    const again = await run([...create, '--manifest', signed], { KEY: key })
    expect(JSON.parse(again.out)).toMatchObject({ task })

    await writeFile(join(folder, 'settlement.key'), world.chain.accounts[SETTLEMENT]!.privateKey)
    const server = start(['serve', '--port', '0', '--key-file', 'settlement.key', ...rpc])
    let output = ''
    const url = await new Promise<string>((resolve) => {
      server.stdout!.on('data', (chunk) => {
        output += chunk
        const [, address] = /"listening","url":"([^"]+)"/.exec(output) ?? []
        if (address !== undefined) resolve(address)
      })
    })
    const contributor = new SyntheticContributor(url, task, manifest)
    expect(await contributor.enrol()).toMatchObject({ seat: 0 })
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    const shown = await run(['task', 'show', '--task', task])
    expect(JSON.parse(shown.out)).toMatchObject({ id: task, seats: [{ seat: 0 }] })
  })
})
