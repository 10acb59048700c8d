import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleScript, type NodeShims } from '../../../scripts/local/bundle.ts'
import type { WalletConfig } from './words.ts'

const HERE = import.meta.dirname

/** A stand-in's name, how it may inject (its first way is its usual one), and whether its scripts are its own. */
const STAND_INS = {
  coinbase: { name: 'Coinbase Wallet', modes: [''], streams: false },
  metamask: { name: 'MetaMask', modes: [''], streams: true },
  enkrypt: { name: 'Enkrypt', modes: [''], streams: false },
  mew: { name: 'MEW wallet', modes: ['late', 'announced'], streams: false },
  frozen: { name: 'Frozen Wallet', modes: ['announced', 'window'], streams: false },
} as const

export type StandInKind = keyof typeof STAND_INS

export interface StandInWish extends WalletConfig {
  readonly kind: StandInKind
  readonly dir: string
  readonly mode?: string
  /** The manifest's `key`: it decides the extension's id, and that the order of content scripts. */
  readonly key?: string
  /** Pages where it injects; all if left out. */
  readonly matches?: readonly string[]
}

/** MetaMask's streams are Node's; in its own build, too, something takes the place of these. */
const SHIMS: NodeShims = {
  alias: { events: join(HERE, 'node', 'events.ts'), buffer: join(HERE, 'node', 'buffer.ts') },
  intro: `const global = globalThis
const process = { env: {}, browser: true, nextTick: (call, ...args) => queueMicrotask(() => call(...args)) }`,
}

const EVERYWHERE = ['http://*/*', 'https://*/*']

const manifest = (
  name: string,
  { key, matches = EVERYWHERE }: { key: string | undefined; matches: readonly string[] | undefined },
) => {
  const early = { matches, run_at: 'document_start', all_frames: true }
  return {
    manifest_version: 3,
    name: `${name} stand-in (tests only)`,
    version: '1.0.0',
    description: `Injects and signs as ${name} does. For tests; not the product of its makers.`,
    ...(key === undefined ? {} : { key }),
    permissions: ['storage'],
    host_permissions: EVERYWHERE,
    background: { service_worker: 'worker.js' },
    action: { default_title: `${name} stand-in` },
    content_scripts: [
      { ...early, js: ['inpage.js'], world: 'MAIN' },
      { ...early, js: ['relay.js'] },
    ],
  }
}

const bundled = new Map<string, Promise<string>>()

/** The same script is asked for in every world of a run. */
const bundle = (path: string, kind: StandInKind, mode: string, shims: NodeShims | undefined) => {
  const name = `${path} ${kind} ${mode}`
  const known = bundled.get(name)
  if (known !== undefined) return known
  const code = bundleScript(path, { __WALLET__: `${kind}-stand-in`, __MODE__: mode }, shims)
  bundled.set(name, code)
  return code
}

/**
 * Writes a stand-in for a wallet's extension, with a key of its own, to `dir`. It injects as the real one does and signs for
 * real; a test may change `chrome.storage.local` (WalletBehaviour) while it runs. Resolves with the folder to load.
 */
export const prepareStandIn = async (wish: StandInWish): Promise<string> => {
  const { kind, dir, mode, key, matches, ...config } = wish
  const { name, modes, streams } = STAND_INS[kind]
  await mkdir(dir, { recursive: true })
  const own = join(HERE, '..', `${kind}-stand-in`)
  const scripts = {
    inpage: join(own, 'inpage.ts'),
    relay: join(streams ? own : HERE, 'relay.ts'),
    worker: join(streams ? own : HERE, 'worker.ts'),
    confirm: join(HERE, 'confirm.ts'),
  }
  for (const [script, path] of Object.entries(scripts))
    await writeFile(
      join(dir, `${script}.js`),
      await bundle(path, kind, mode ?? modes[0], streams ? SHIMS : undefined),
    )
  await copyFile(join(HERE, 'confirm.html'), join(dir, 'confirm.html'))
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest(name, { key, matches })))
  await writeFile(join(dir, 'config.json'), JSON.stringify(config satisfies WalletConfig))
  return dir
}
