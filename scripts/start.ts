import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine } from './local/browser.ts'
import { buildExtension } from './local/build.ts'
import { launchContributor } from './local/contributor.ts'
import { walkJourney } from './local/journey.ts'
import { freePortNear } from './local/ports.ts'
import { startWorld, type World } from './local/world.ts'
import { ROOT } from './test/command.ts'

/**
 * `npm start`: Proviso with a publisher's whole world on this machine. With a display it stays open for a person to drive;
 * without one, or with `-- --auto`, it walks one contributor's journey and exits 0 only if the money arrived.
 * `--engine webgpu|wasm`, `--rounds N`; `--readme` renews the pictures in docs/images.
 */
const { values } = parseArgs({
  options: {
    auto: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'wasm' },
    rounds: { type: 'string', default: '3' },
    readme: { type: 'boolean', default: false },
  },
})
const README_PICTURES = ['prompt', 'popup', 'dashboard-earnings']
const engine: Engine = values.engine === 'webgpu' ? 'webgpu' : 'wasm'
/** Where the extension looks for a local chain unless told otherwise. */
const USUAL_CHAIN_PORT = 8545
const hasDisplay =
  process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)

const walk = async (world: World): Promise<number> => {
  const screenshots = join(ROOT, '.proviso', 'screenshots')
  const started = performance.now()
  const step = (words: string) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${words}`)
  const report = await walkJourney({ world, engine, headless: true, screenshots, onStep: step })
  console.log(JSON.stringify(report))
  console.log(`Screenshots are in ${screenshots}`)
  if (values.readme)
    for (const name of README_PICTURES)
      await cp(join(screenshots, `${name}.png`), join(ROOT, 'docs', 'images', `${name}.png`))
  const hasArrived = report.paid === report.owed && BigInt(report.paid) > 0n
  console.log(
    hasArrived
      ? `Paid: the wallet's balance rose by ${report.paid} base units, exactly what the acceptances say.`
      : `Not paid: the balance rose by ${report.paid} base units, the acceptances say ${report.owed}.`,
  )
  return hasArrived ? 0 : 1
}

const stayOpen = async (world: World): Promise<number> => {
  const [account] = world.contributors
  if (account === undefined) throw new Error('This world has no contributor.')
  const shard = await world.writeShard({ name: 'digits', count: 600 })
  const person = await launchContributor({ world, account, engine, headless: false, asksInWallet: true })
  console.log(`
Chromium is open, with Proviso and a stand-in wallet. What to do:

  1. In the tab "Set up Proviso": connect the wallet, then choose these two files as your first data:
       ${shard.images}
       ${shard.labels}
  2. Open Digit Lab and contribute: ${world.dapp.url}
  3. Read what it asks, and allow or refuse.
  4. Watch the rounds and the money behind the toolbar's puzzle piece, or on the dashboard.

Close the browser or press Ctrl-C to end. The chain and its money live only as long as this command.`)
  const closed = new Promise<void>((resolve) => person.browser.context.once('close', () => resolve()))
  const interrupted = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()))
  await Promise.race([closed, interrupted])
  await person.close()
  return 0
}

console.log('Building the extension and starting chain, coordinator, bridge page and Digit Lab …')
await buildExtension()
const world = await startWorld({
  mode: 'private',
  rounds: Number(values.rounds),
  contributors: 1,
  chainPort: await freePortNear(USUAL_CHAIN_PORT),
})
console.log(
  `Chain ${world.chain.rpcUrl}   coordinator ${world.task.manifest.aggregation.coordinator}   bridge ${world.bridge.url}   Digit Lab ${world.dapp.url}`,
)
try {
  process.exitCode = values.auto || !hasDisplay ? await walk(world) : await stayOpen(world)
} finally {
  await world.stop()
}
