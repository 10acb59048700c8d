import { join } from 'node:path'
import { ROOT, runCommand } from '../test/command.ts'
import { contentHash, oncePerHash } from './stamp.ts'

/** The production build as Chromium loads it, unpacked. */
export const EXTENSION_FOLDER = join(ROOT, '.output', 'chrome-mv3')

const INPUTS = [
  'entrypoints',
  'components',
  'lib',
  'public/icon',
  'public/_locales',
  'wxt.config.ts',
  'package-lock.json',
]

/** Builds the extension for production unless nothing that goes into it has changed. Throws where the build fails. */
export const buildExtension = async (): Promise<void> => {
  const hash = contentHash(ROOT, INPUTS, [process.env.PROVISO_BRIDGE_URL ?? ''])
  // The stamp lies in what it vouches for: any other build, such as the store's, sweeps it away.
  await oncePerHash(join(EXTENSION_FOLDER, 'built.txt'), hash, async () => {
    if ((await runCommand('wxt', ['build'], { output: 'stderr' })) !== 0)
      throw new Error('The extension could not be built; see above.')
  })
}
