import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Says on the error stream what set-up does, so that a command's own output stays machine-readable. */
export const say = (text) => process.stderr.write(`[set-up] ${text}\n`)

/** Ends the command with a sentence and an exit status: 2 where the person has to do something first. */
export class Stop extends Error {
  constructor(exitCode, message) {
    super(message)
    this.name = 'Stop'
    this.exitCode = exitCode
  }
}
