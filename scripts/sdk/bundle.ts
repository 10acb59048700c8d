import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../test/command.ts'

/** `es`: a module with the SDK's exports. `iife`: a classic script with one global, `proviso`. */
export const bundleSdk = async (format: 'es' | 'iife'): Promise<string> => {
  const output = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      // A script is served as it is; a module goes through the dApp's own bundler.
      minify: format === 'iife',
      copyPublicDir: false,
      lib: { entry: join(ROOT, 'lib', 'sdk', 'index.ts'), name: 'proviso', formats: [format] },
    },
  })
  const [result] = [output].flat()
  const chunk = result !== undefined && 'output' in result ? result.output[0] : undefined
  if (chunk === undefined) throw new Error('Nothing came of bundling the SDK.')
  return chunk.code
}
