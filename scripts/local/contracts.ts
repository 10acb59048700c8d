import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Abi, Hex } from 'viem'
import { captureCommand, ROOT } from '../test/command.ts'
import { contentHash } from './stamp.ts'

export interface Artefact {
  readonly abi: Abi
  /** Creation code. */
  readonly bytecode: Hex
  /** Code at the deployed address; immutables are zero. */
  readonly deployedBytecode: Hex
}

/** Contracts that a local chain and tests on one need, and where their source is. */
const SOURCES = {
  TaskEscrow: 'contracts/src/TaskEscrow.sol',
  TestUSD: 'contracts/test/TestUSD.sol',
  TestWallet: 'contracts/test/TestWallet.sol',
  TestWalletFactory: 'contracts/test/TestWalletFactory.sol',
  OddWallet: 'contracts/test/OddWallet.sol',
} as const
type Name = keyof typeof SOURCES
export type Artefacts = Readonly<Record<Name, Artefact>>

const NAMES = Object.keys(SOURCES) as Name[]
const INPUTS = [
  ...Object.values(SOURCES),
  'contracts/src',
  'contracts/tools',
  'foundry.toml',
  'node_modules/@openzeppelin/contracts/package.json',
  'node_modules/solc/package.json',
]

const readArtefact = async (folder: string, name: Name): Promise<Artefact> => {
  const { abi, bytecode, deployedBytecode } = JSON.parse(
    await readFile(join(folder, `${name}.sol`, `${name}.json`), 'utf8'),
  )
  return { abi, bytecode: bytecode.object, deployedBytecode: deployedBytecode.object }
}

const compile = async (folder: string): Promise<Artefacts> => {
  const { status, stdout } = await captureCommand('forge', [
    'build',
    ...Object.values(SOURCES),
    ...['--out', join(folder, 'out'), '--cache-path', join(folder, 'cache')],
  ])
  if (status !== 0) throw new Error(`The contracts could not be compiled.\n${stdout}`)
  const artefacts = await Promise.all(NAMES.map((name) => readArtefact(join(folder, 'out'), name)))
  return Object.fromEntries(NAMES.map((name, index) => [name, artefacts[index]])) as unknown as Artefacts
}

/**
 * The compiled contracts; compiles them unless nothing that goes into them has changed. Every process compiles in a
 * folder of its own and the result appears at once, so that tests that run side by side never read half a file.
 */
export const buildContracts = async (): Promise<Artefacts> => {
  const folder = join(ROOT, '.proviso', 'contracts')
  const path = join(folder, `${contentHash(ROOT, INPUTS)}.json`)
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8'))
  await mkdir(folder, { recursive: true })
  const scratch = await mkdtemp(join(folder, 'build-'))
  try {
    const artefacts = await compile(scratch)
    const finished = join(scratch, 'artefacts.json')
    await writeFile(finished, JSON.stringify(artefacts))
    await rename(finished, path)
    return artefacts
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
