import { build } from 'vite'
import { ROOT } from '../test/command.ts'

/** What packages written for Node need in a browser. */
export interface NodeShims {
  /** Built-in modules, by name, and the file that takes their place. */
  readonly alias: Readonly<Record<string, string>>
  /** Code before all else, inside of the script's own scope. */
  readonly intro: string
}

/** One TypeScript file and all that it imports as one script without exports, for a page or an extension. `constants` replace global names. */
export const bundleScript = async (
  entry: string,
  constants: Readonly<Record<string, string>> = {},
  { alias, intro }: NodeShims = { alias: {}, intro: '' },
): Promise<string> => {
  const output = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias },
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
      rolldownOptions: { input: entry, output: { format: 'iife', intro } },
    },
  })
  const [result] = [output].flat()
  const chunk = result !== undefined && 'output' in result ? result.output[0] : undefined
  if (chunk === undefined) throw new Error(`Nothing came of bundling ${entry}.`)
  return chunk.code
}
