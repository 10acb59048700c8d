import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..', '..')

const environment = (extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...extra,
  PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
})

/** Runs a program of node_modules or Node itself in the repository's folder, showing its output. Resolves to its exit status. */
export const runCommand = (
  command: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: environment(extra),
      stdio: ['ignore', 'inherit', 'inherit'],
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
