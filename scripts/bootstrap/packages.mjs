import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { npmCommand } from './npm.mjs'
import { root, Stop, say } from './say.mjs'

/** The packages depend on the lock file and on the platform, should a folder be shared between two. */
const wantedStamp = (folder) =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

/** `npm ci`, without install scripts, when the packages of `folder` are missing or its lock file has changed. */
export const ensurePackages = (node, folder = root) => {
  const stamp = wantedStamp(folder)
  const file = join(folder, 'node_modules', '.proviso-lock')
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp) return
  const lock = relative(root, join(folder, 'package-lock.json'))
  say(`Installing the packages of ${lock} from the npm registry (npm ci, install scripts off).`)
  const [npm, ...npmArgs] = npmCommand(node.binary)
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const result = spawnSync(npm, [...npmArgs, ...args], {
    cwd: folder,
    env: { ...process.env, PATH: `${node.folder}${delimiter}${process.env.PATH ?? ''}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (result.status !== 0) throw new Stop(1, 'npm ci failed; see above.')
  writeFileSync(file, stamp)
}
