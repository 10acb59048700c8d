import { runCommand } from './test/command.ts'

/** `npm run dev`: WXT's development build, rebuilt at every change. */
process.exitCode = await runCommand('wxt', [])
