import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as source from '../../lib/sdk/index.ts'
import { captureCommand, ROOT } from '../test/command.ts'
import { writeSdk } from './write.ts'

/** A dApp's folder with the SDK installed, as a person who never saw this repository has it. */
let dapp: string
let sdk: string

beforeAll(async () => {
  await mkdir(join(ROOT, '.proviso'), { recursive: true })
  dapp = await mkdtemp(join(ROOT, '.proviso', 'sdk-consumer-'))
  sdk = join(dapp, 'node_modules', '@proviso', 'sdk')
  await writeSdk(sdk)
})
afterAll(() => rm(dapp, { recursive: true, force: true }))

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

it('is a package in which everything that it names is there, of our version', () => {
  const { exports, version, license, sideEffects, types, unpkg, dependencies } = readJson(
    join(sdk, 'package.json'),
  )
  const root = readJson(join(ROOT, 'package.json'))
  expect({ version, license, sideEffects, dependencies }).toEqual({
    version: root.version,
    license: root.license,
    sideEffects: false,
    dependencies: undefined,
  })
  const named = [types, unpkg, ...Object.values(exports).flatMap((entry) => Object.values(entry as object))]
  for (const path of named.filter((path) => path.startsWith('./')))
    expect(existsSync(join(sdk, path)), path).toBe(true)
  expect(existsSync(join(sdk, 'LICENSE'))).toBe(true)
})

it('needs no package, neither to run nor for its types', () => {
  const files = readdirSync(sdk, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(js|ts)$/.test(file),
  )
  expect(files).toContain('proviso.js')
  for (const file of files)
    expect(readFileSync(join(sdk, file), 'utf8'), file).not.toMatch(
      /(\bfrom|\bimport|\brequire)\s*\(?\s*["'`][^."'`]/,
    )
})

it('has the same names in the module and in the script, which adds one global', async () => {
  const names = Object.keys(source).toSorted()
  const module: object = await import(/* @vite-ignore */ join(sdk, 'proviso.js'))
  expect(Object.keys(module).toSorted()).toEqual(names)
  const page = createContext({})
  runInContext(readFileSync(join(sdk, 'proviso.script.js'), 'utf8'), page)
  expect(Object.keys(page)).toEqual(['proviso'])
  expect(Object.keys((page as { proviso: object }).proviso).toSorted()).toEqual(names)
})

/** What strict TypeScript says to `text` in the dApp's folder, libraries checked too; empty where it is content. */
const compile = async (name: string, text: string, options: object): Promise<string> => {
  await writeFile(join(dapp, name), text)
  const config = join(dapp, `${name}.json`)
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    ...options,
  }
  await writeFile(config, JSON.stringify({ compilerOptions: strict, files: [name] }))
  const { status, stdout } = await captureCommand('tsc', ['-p', config])
  expect(status === 0).toBe(stdout === '')
  return stdout
}

const MODULE_DAPP = `
import { findDataUseProvider, onContribution, RefusedError, requestDataUse, type SignedTask, toDataUseError } from '@proviso/sdk'

export const contribute = async (task: SignedTask): Promise<string> => {
  const provider = await findDataUseProvider({ timeoutMs: 100, signal: AbortSignal.timeout(50) })
  if (provider === undefined) return 'no extension'
  onContribution(provider, ({ round, state }) => console.log(round.toFixed(), state satisfies string))
  try {
    const grant = await requestDataUse(provider, task)
    return grant.state satisfies 'active' | 'paused' | 'ended'
  } catch (error) {
    if (error instanceof RefusedError) return \`refused, \${error.code satisfies 4001}\`
    return toDataUseError(error).message
  }
}
export const classes = ({ manifest }: SignedTask): number =>
  manifest.privacy.mechanism === 'local' ? manifest.privacy.maxEpsilon : manifest.model.architecture.outputs
`

describe('a dApp in TypeScript, strict, with libraries checked', () => {
  it.each([
    { module: 'ESNext', moduleResolution: 'bundler' },
    { module: 'NodeNext', moduleResolution: 'NodeNext' },
  ])('compiles against it: $moduleResolution', async (resolution) => {
    await expect(compile('dapp.mts', MODULE_DAPP, resolution)).resolves.toBe('')
  })

  it('compiles as the README has it', async () => {
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(sdk, 'README.md'), 'utf8')) ?? []
    expect(example).toContain('@proviso/sdk')
    await expect(
      compile('readme.mts', example, { module: 'ESNext', moduleResolution: 'bundler' }),
    ).resolves.toBe('')
  })

  it('hears of its mistakes', async () => {
    const wrong = MODULE_DAPP.replace('round.toFixed()', 'round.trim()').replace(
      'requestDataUse(provider, task)',
      'requestDataUse(provider)',
    )
    const said = await compile('wrong.mts', wrong, { module: 'ESNext', moduleResolution: 'bundler' })
    expect(said).toContain("Property 'trim' does not exist on type 'number'")
    expect(said).toContain('Expected 2 arguments, but got 1')
  })
})

const SCRIPT_DAPP = `
/// <reference types="@proviso/sdk/script" />
proviso.findDataUseProvider().then(async (provider) => {
  if (provider === undefined) return
  const grants = await proviso.getGrants(provider)
  document.title = grants.map(({ id }) => id.toUpperCase()).join()
}).catch((error) => {
  if (error instanceof proviso.RefusedError) document.title = error.code.toFixed()
})
`

describe('a dApp in plain JavaScript, with a script tag, that lets an editor check it', () => {
  const plain = {
    module: 'ESNext',
    moduleResolution: 'bundler',
    allowJs: true,
    checkJs: true,
    moduleDetection: 'legacy',
  }

  it('sees the types of the global', async () => {
    await expect(compile('dapp.js', SCRIPT_DAPP, plain)).resolves.toBe('')
  })

  it('hears of its mistakes', async () => {
    const said = await compile('wrong.js', SCRIPT_DAPP.replace('getGrants', 'getGrant'), plain)
    expect(said).toContain("Property 'getGrant' does not exist")
  })
})
