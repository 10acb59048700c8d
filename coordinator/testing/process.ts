import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CrashPoint } from './crashingEngine.ts'
import { SETTLEMENT, type World, watchLog } from './world.ts'

export interface CoordinatorProcess {
  readonly url: string
  readonly events: ReturnType<typeof watchLog>
  /** Signal that ended it. */
  readonly ended: Promise<string>
  kill(): Promise<void>
}

/** For tests: a coordinator as a child process on the world's database, to be killed at a crash point or by `kill`. */
export const startProcess = async (world: World, crash?: CrashPoint): Promise<CoordinatorProcess> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./child.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      COORDINATOR_DB: world.db,
      COORDINATOR_RPC: world.chain.rpcUrl,
      COORDINATOR_KEY: world.chain.accounts[SETTLEMENT]!.privateKey,
      ...(crash === undefined ? {} : { COORDINATOR_CRASH: JSON.stringify(crash) }),
    },
  })
  const killChild = () => child.kill('SIGKILL')
  process.once('exit', killChild)
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', killChild)
    return String(signal ?? code)
  })
  const events = watchLog()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event, facts } = JSON.parse(line)
    events.log(event, facts)
  })
  const url = await Promise.race([
    events.until('listening').then(({ url: address }) => String(address)),
    ended.then((signal) => Promise.reject(new Error(`The coordinator ended before it listened: ${signal}`))),
  ])
  return {
    url,
    events,
    ended,
    kill: async () => {
      killChild()
      await ended
    },
  }
}
