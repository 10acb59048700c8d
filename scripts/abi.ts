import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildContracts } from './local/contracts.ts'
import { ROOT, runCommand } from './test/command.ts'

/** Writes the bindings of our contracts from what the compiler says. Run it after a contract's interface changed. */
const path = join(ROOT, 'lib', 'chain', 'abi', 'taskEscrow.ts')
const { TaskEscrow } = await buildContracts()
await writeFile(
  path,
  `/** As the compiler says; written by scripts/abi.ts. */\nexport const taskEscrowAbi = ${JSON.stringify(TaskEscrow.abi)} as const\n`,
)
process.exitCode = await runCommand('biome', ['format', '--write', path])
