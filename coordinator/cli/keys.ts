import { readFile } from 'node:fs/promises'
import { hexToBytes } from 'viem/utils'
import { ProvisoError } from '../../lib/protocol/errors.ts'

/**
 * A 32-byte private key from an environment variable or a file: never from the command line, which others on the
 * machine can read. Throws `cli/no-key` or `cli/bad-key`; neither shows what was read.
 */
export const readKey = async (
  option: string,
  source: { readonly env: string | undefined; readonly file: string | undefined },
): Promise<Uint8Array> => {
  const text = source.env === undefined ? await readKeyFile(option, source.file) : process.env[source.env]
  if (text === undefined)
    throw new ProvisoError('cli/no-key', `The environment variable ${source.env} is not set.`, {
      todo: 'Put the private key there, in hexadecimal.',
    })
  const hex = text.trim().replace(/^0x/, '')
  if (!/^[0-9a-fA-F]{64}$/.test(hex))
    throw new ProvisoError('cli/bad-key', 'A private key is 64 hexadecimal digits; this is something else.')
  return hexToBytes(`0x${hex}`)
}

const readKeyFile = async (option: string, path: string | undefined): Promise<string> => {
  if (path === undefined)
    throw new ProvisoError('cli/no-key', `A key is needed: --${option}-env NAME or --${option}-file PATH.`)
  return readFile(path, 'utf8')
}
