import { readFile, writeFile } from 'node:fs/promises'
import * as v from 'valibot'
import { encodeFloat32 } from '../../lib/aggregation/plain.ts'
import { ArchitectureSchema } from '../../lib/protocol/architecture.ts'
import { CHAINS } from '../../lib/protocol/chains.ts'
import { ProvisoError } from '../../lib/protocol/errors.ts'
import { assertArchitecture } from '../../lib/protocol/layers.ts'
import { parameterCount, taskIdOf } from '../../lib/protocol/task.ts'
import { openSqliteEngine } from '../engine/sqlite.ts'
import { statusOf } from '../status.ts'
import type { TaskRecord } from '../store/records.ts'
import { createTask } from '../tasks/create.ts'
import { initWeights } from '../tasks/initWeights.ts'
import { type Command, required } from './command.ts'
import { readKey } from './keys.ts'

const readJsonFile = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new ProvisoError('cli/unreadable', `${path} cannot be read as JSON.`, { cause })
  }
}

/** A bare manifest, or the signed file that an earlier attempt wrote. */
const readManifest = async (path: string): Promise<unknown> => {
  const value = await readJsonFile(path)
  const signed = v.safeParse(v.strictObject({ manifest: v.unknown(), signature: v.string() }), value)
  return signed.success ? signed.output.manifest : value
}

const ArchitectureOnly = v.object({
  model: v.object({ architecture: ArchitectureSchema }),
})

const initWeightsCommand: Command = {
  words: ['task', 'init-weights'],
  summary: 'write fresh weights for a manifest (He or Glorot initialisation, from the system’s randomness)',
  options: {
    manifest: 'PATH of the manifest; only model.architecture is read',
    out: 'PATH to write: float32, little endian; for each layer its weights, then its biases',
  },
  run: async (values) => {
    const draft = v.safeParse(ArchitectureOnly, await readManifest(required(values, 'manifest')))
    if (!draft.success)
      throw new ProvisoError('task/invalid', 'The manifest has no valid model.architecture.')
    const { architecture } = draft.output.model
    assertArchitecture(architecture)
    await writeFile(required(values, 'out'), encodeFloat32(initWeights(architecture)), { flag: 'wx' })
    console.log(JSON.stringify({ out: required(values, 'out'), parameters: parameterCount(architecture) }))
  },
}

const rpcFor = (given: string | undefined, manifest: unknown): string => {
  const chainId = v.safeParse(v.object({ reward: v.object({ chainId: v.number() }) }), manifest)
  const rpc = given ?? (chainId.success ? CHAINS[chainId.output.reward.chainId]?.rpcUrl : undefined)
  if (rpc === undefined) throw new ProvisoError('cli/missing-option', '--rpc is missing.')
  return rpc
}

const createCommand: Command = {
  words: ['task', 'create'],
  summary: 'sign a task, store it, open it in its escrow and lock its whole reward there',
  options: {
    manifest: 'PATH of the manifest; nonce and model.weights are filled in',
    weights: 'PATH of the first weights: float32, little endian',
    'key-env': 'NAME of the environment variable with the publisher’s private key',
    'key-file': 'PATH of a file with that key, instead',
    db: 'PATH of the coordinator’s database (default coordinator.db)',
    rpc: 'URL of a node of reward.chainId (default: the chain’s public one)',
    bond: 'the publisher’s own stake, base units (default 0)',
    out: 'PATH for the completed manifest (default MANIFEST with .signed.json); repeat with it after a failure',
  },
  run: async (values) => {
    const path = required(values, 'manifest')
    const manifest = await readManifest(path)
    const weights = Uint8Array.from(await readFile(required(values, 'weights')))
    const publisherKey = await readKey('key', { env: values['key-env'], file: values['key-file'] })
    const bond = values.bond ?? '0'
    if (!/^\d{1,29}$/.test(bond)) throw new ProvisoError('cli/bad-option', '--bond is base units, in digits.')
    const out = values.out ?? `${path.replace(/(\.signed)?\.json$/, '')}.signed.json`
    const engine = openSqliteEngine(values.db ?? 'coordinator.db')
    try {
      const { id } = await createTask({
        engine,
        rpcUrl: rpcFor(values.rpc, manifest),
        manifest,
        weights,
        publisherKey,
        bond: BigInt(bond),
        signed: (task) => writeFile(out, `${JSON.stringify(task, undefined, 2)}\n`),
      })
      console.log(JSON.stringify({ task: id, signed: out }))
    } finally {
      publisherKey.fill(0)
      await engine.close()
    }
  },
}

const showCommand: Command = {
  words: ['task', 'show'],
  summary: 'print tasks as JSON: rounds, accuracy, seats, what is owed and paid',
  options: {
    task: 'ID of one task (default: all)',
    db: 'PATH of the coordinator’s database (default coordinator.db)',
  },
  run: async (values) => {
    const engine = openSqliteEngine(values.db ?? 'coordinator.db')
    try {
      for (const { value } of await engine.list<TaskRecord>(`task/${values.task ?? ''}`))
        console.log(
          JSON.stringify(await statusOf({ engine }, taskIdOf(value.task.manifest), value), undefined, 2),
        )
    } finally {
      await engine.close()
    }
  },
}

export const TASK_COMMANDS: readonly Command[] = [createCommand, initWeightsCommand, showCommand]
