import { hexToBytes } from 'viem/utils'
import { createCoordinator } from '../coordinator.ts'
import { openSqliteEngine } from '../engine/sqlite.ts'
import { type CrashPoint, crashingEngine } from './crashingEngine.ts'

/** For tests: a coordinator in a process of its own, which may be told where to die. Logs JSON lines. */
const { COORDINATOR_DB, COORDINATOR_RPC, COORDINATOR_KEY, COORDINATOR_CRASH } = process.env
const engine = openSqliteEngine(COORDINATOR_DB!)
const log = (event: string, facts = {}) => console.log(JSON.stringify({ event, facts }))

const coordinator = await createCoordinator({
  engine:
    COORDINATOR_CRASH === undefined
      ? engine
      : crashingEngine(engine, JSON.parse(COORDINATOR_CRASH) as CrashPoint),
  rpcUrl: COORDINATOR_RPC!,
  settlementKey: hexToBytes(COORDINATOR_KEY as `0x${string}`),
  log,
  leaseMilliseconds: 500,
  tickMilliseconds: 50,
  pollingMilliseconds: 10,
})
log('listening', { url: await coordinator.listen(0) })
