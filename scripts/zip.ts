import { parseArgs } from 'node:util'
import { runCommand } from './test/command.ts'
import { bridgeObjection } from './zip/bridgeAddress.ts'

/** `npm run zip`: the package for the store. The bridge page's address is built in, so a local one is refused. */
const { values } = parseArgs({ options: { 'allow-loopback': { type: 'boolean', default: false } } })
const problem = bridgeObjection(process.env.PROVISO_BRIDGE_URL)
if (problem !== undefined && !values['allow-loopback']) {
  console.error(
    `${problem}\nSet PROVISO_BRIDGE_URL to the https address of the bridge page, or add -- --allow-loopback for a package that only works beside npm start.`,
  )
  process.exit(2)
}
process.exitCode = await runCommand('wxt', ['zip'])
