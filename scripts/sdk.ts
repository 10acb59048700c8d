import { join } from 'node:path'
import { writeSdk } from './sdk/write.ts'
import { ROOT } from './test/command.ts'

/** `node scripts/sdk.ts`: the package for dApp developers, ready for `npm publish dist/sdk` and for a script tag. */
const folder = join(ROOT, 'dist', 'sdk')
await writeSdk(folder)
console.log(`The SDK is in ${folder}`)
