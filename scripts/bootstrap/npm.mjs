import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * How to run npm: with the given Node where npm's own script can be found, since npm itself checks what Node it runs on,
 * else whatever `npm` is on the PATH.
 */
export const npmCommand = (node = process.execPath) => {
  const beside = join(dirname(dirname(process.execPath)), 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const script = [process.env.npm_execpath, beside].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  )
  return script === undefined ? ['npm'] : [node, script]
}
