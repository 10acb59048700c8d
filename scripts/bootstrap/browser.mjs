import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Stop, say } from './say.mjs'

/** The extension's `minimum_chrome_version`. */
const OLDEST_MAJOR = 137

const executable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Why a browser cannot be used, or undefined if it can. */
export const objection = (versionText) => {
  const major = Number(/(\d+)\.\d+\.\d+/.exec(versionText)?.[1] ?? 0)
  if (/Google Chrome/.test(versionText) && !/for Testing/.test(versionText))
    return 'branded Chrome no longer loads unpacked extensions'
  if (major < OLDEST_MAJOR) return `version ${OLDEST_MAJOR} or newer is needed`
  return undefined
}

const versionOf = (path) => {
  const result = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return result.status === 0 ? result.stdout.trim() : ''
}

const onPath = (names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))

/** Folders like `chromium-1194/` in a cache, newest first, with every place a browser may lie in below them. */
const inCache = (cache, prefix, places) => {
  if (!existsSync(cache)) return []
  const folders = readdirSync(cache).filter((name) => name.startsWith(prefix))
  folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return folders.flatMap((folder) => places.map((place) => join(cache, folder, place)))
}

const FOR_TESTING = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
const CHROMIUM_APP = 'Chromium.app/Contents/MacOS/Chromium'
const UNPACKED = [
  'chrome-linux64/chrome',
  'chrome-linux/chrome',
  `chrome-mac-arm64/${FOR_TESTING}`,
  `chrome-mac-x64/${FOR_TESTING}`,
  `chrome-mac/${CHROMIUM_APP}`,
]

const playwrightCaches = () =>
  [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
  ].filter((path) => path !== undefined)

const candidates = () => [
  ...onPath(['google-chrome-for-testing', 'chrome-for-testing', 'chromium', 'chromium-browser']),
  `/Applications/${FOR_TESTING}`,
  `/Applications/${CHROMIUM_APP}`,
  join(homedir(), 'Applications', CHROMIUM_APP),
  ...inCache(join(homedir(), '.cache', 'puppeteer', 'chrome'), '', UNPACKED),
  ...playwrightCaches().flatMap((cache) => inCache(cache, 'chromium-', UNPACKED)),
]

const findBrowser = () =>
  candidates().find((path) => executable(path) && objection(versionOf(path)) === undefined)

const isDebian = () =>
  existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
const isRoot = () => process.getuid?.() === 0

const aptInstall = () => {
  say("No Chromium found; installing Debian's (apt-get install chromium).")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const result = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (result.status !== 0) throw new Stop(1, `apt-get ${args.join(' ')} failed; see above.`)
  }
}

const installCommand = () =>
  isDebian() ? 'sudo apt-get install chromium' : 'npx playwright install chromium'

/** Path of a Chromium that loads unpacked extensions. Installs one only as root on Debian; else says how. */
export const findOrInstallBrowser = () => {
  const chosen = process.env.PROVISO_BROWSER
  if (chosen) {
    const problem = executable(chosen) ? objection(versionOf(chosen)) : 'it cannot be run'
    if (problem !== undefined) throw new Stop(2, `PROVISO_BROWSER is ${chosen}: ${problem}.`)
    return chosen
  }
  const found = findBrowser()
  if (found !== undefined) return found
  if (isRoot() && isDebian()) {
    aptInstall()
    const installed = findBrowser()
    if (installed !== undefined) return installed
  }
  throw new Stop(
    2,
    `No Chromium or Chrome for Testing (${OLDEST_MAJOR} or newer) was found. Run this, then try again:\n\n    ${installCommand()}\n\n` +
      'Or set PROVISO_BROWSER to the path of one. Branded Chrome does not load unpacked extensions.',
  )
}
