import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

/**
 * Anvil's own program. Its npm wrapper would stand between us and it, and leave it running where the wrapper is killed.
 */
const anvilPath = (): string => {
  const require = createRequire(import.meta.url)
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const fromAnvil = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
  return fromAnvil.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/anvil`)
}

const listeningPort = async (anvil: ChildProcess): Promise<number> => {
  if (anvil.stdout === null) throw new Error('anvil has no output to read.')
  const lines = createInterface({ input: anvil.stdout })
  const said: string[] = []
  for await (const line of lines) {
    const [, port] = /^Listening on .*:(\d+)$/.exec(line) ?? []
    if (port !== undefined) return Number(port)
    said.push(line)
  }
  throw new Error(`anvil did not start.\n${said.slice(-5).join('\n')}`)
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Kills a child when this process ends, whichever way it can notice. Returns how to stop caring. */
const killWithUs = (child: ChildProcess): (() => void) => {
  const kill = () => child.kill('SIGKILL')
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      kill()
      // The default is to die of the signal; others who listen decide for themselves.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    }
    process.once(signal, handler)
    return () => process.off(signal, handler)
  })
  process.once('exit', kill)
  return () => {
    process.off('exit', kill)
    for (const off of handlers) off()
  }
}

export interface Anvil {
  readonly rpcUrl: string
  stop(): Promise<void>
}

/** Starts anvil, as chain `chainId`, on `port` of the loopback address (0: any free one) and resolves once it answers. */
export const startAnvil = async (port = 0, chainId = 31337): Promise<Anvil> => {
  const options = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)]
  const anvil = spawn(anvilPath(), options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(anvil, 'close')
  const release = killWithUs(anvil)
  const stop = async () => {
    anvil.kill('SIGTERM')
    await closed
    release()
  }
  try {
    const rpcUrl = `http://127.0.0.1:${await listeningPort(anvil)}`
    // Nobody reads its log from here on; unread, it would fill the pipe and block.
    anvil.stdout?.resume()
    return { rpcUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
