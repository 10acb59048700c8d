import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..', '..')

const environment = (extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...extra,
  PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
})

interface RunOptions {
  /** Added to the environment. */
  readonly extra?: Readonly<Record<string, string>>
  /** Where its output is shown: on the error stream where ours is for figures alone. */
  readonly output?: 'stdout' | 'stderr'
}

/** Runs a program of node_modules or Node itself in the repository's folder, showing its output. Resolves to its exit status. */
export const runCommand = (
  command: string,
  args: readonly string[],
  { extra = {}, output = 'stdout' }: RunOptions = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment(extra),
      stdio: ['ignore', output === 'stdout' ? 'inherit' : process.stderr, 'inherit'],
    })
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })

/** As `runCommand`, keeping what the program writes to its output instead of showing it. */
export const captureCommand = (
  command: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment(extra),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (status) =>
      resolve({ status: status ?? 1, stdout: Buffer.concat(chunks).toString('utf8') }),
    )
  })
