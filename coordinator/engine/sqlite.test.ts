import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeEngine } from './engine.conformance.ts'
import { openSqliteEngine } from './sqlite.ts'

describeEngine('SQLite engine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proviso-engine-'))
  const path = join(folder, 'coordinator.db')
  return {
    open: async (clock) => openSqliteEngine(path, clock),
    dispose: () => rm(folder, { recursive: true }),
  }
})
