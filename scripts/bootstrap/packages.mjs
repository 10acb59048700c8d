import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { npmCommand } from './npm.mjs'
import { root, Stop, say } from './say.mjs'

const STAMP = join(root, 'node_modules', '.proviso-lock')

/** The packages depend on the lock file and on the platform, should a folder be shared between two. */
const wantedStamp = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

/** `npm ci`, without install scripts, when the packages are missing or the lock file has changed. */
export const ensurePackages = (node) => {
  const stamp = wantedStamp()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  say('Installing the packages of package-lock.json from the npm registry (npm ci, install scripts off).')
  const [npm, ...npmArgs] = npmCommand(node.binary)
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const result = spawnSync(npm, [...npmArgs, ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${node.folder}${delimiter}${process.env.PATH ?? ''}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (result.status !== 0) throw new Stop(1, 'npm ci failed; see above.')
  writeFileSync(STAMP, stamp)
}
