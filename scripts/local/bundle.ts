import { build } from 'vite'
import { ROOT } from '../test/command.ts'

/** One TypeScript file and all that it imports as one script without exports, for a page or an extension. `constants` replace global names. */
export const bundleScript = async (
  entry: string,
  constants: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const output = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      ...Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
    },
    build: {
      write: false,
      target: 'chrome137',
      minify: false,
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  })
  const [result] = [output].flat()
  const chunk = result !== undefined && 'output' in result ? result.output[0] : undefined
  if (chunk === undefined) throw new Error(`Nothing came of bundling ${entry}.`)
  return chunk.code
}
