import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleScript } from '../../../scripts/local/bundle.ts'
import type { WalletConfig } from './words.ts'

const SCRIPTS = ['inpage', 'relay', 'worker', 'confirm'] as const
const FILES = ['manifest.json', 'confirm.html'] as const

/**
 * Writes the stand-in for the Coinbase Wallet extension, with a key of its own, to `dir`. It injects as the real one
 * does and signs for real; a test may change `chrome.storage.local` (`reject`, `locked`) while it runs.
 * Resolves with the folder to load.
 */
export const prepareWallet = async ({
  dir,
  ...config
}: WalletConfig & { readonly dir: string }): Promise<string> => {
  await mkdir(dir, { recursive: true })
  for (const name of SCRIPTS) {
    const code = await bundleScript(join(import.meta.dirname, `${name}.ts`))
    await writeFile(join(dir, `${name}.js`), code)
  }
  for (const name of FILES) await copyFile(join(import.meta.dirname, name), join(dir, name))
  await writeFile(join(dir, 'config.json'), JSON.stringify(config satisfies WalletConfig))
  return dir
}
