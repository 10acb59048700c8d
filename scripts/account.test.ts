import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './test/command.ts'

const account = (args: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts', 'account.ts'), ...args.split(' ')],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}

const STEPS = '--q 0.04 --steps 2250 --delta 1e-5'

describe('npm run account', () => {
  it.each([
    [`--sigma 1.5 ${STEPS} --accountant rdp`, 7.33],
    [`--sigma 1.5 ${STEPS} --accountant pld`, 6.77],
    [`--sigma 1.5 ${STEPS}`, 6.77],
    [`--epsilon 7.33 ${STEPS} --accountant rdp`, 1.5],
    [`--epsilon 6.769 ${STEPS} --accountant pld`, 1.5],
  ])('prints one number and nothing else: %s', (args, expected) => {
    const { status, stdout, stderr } = account(args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^[0-9.]+\n$/)
    expect(Number(stdout)).toBeCloseTo(expected, 2)
  })

  it.each([
    [`--sigma 1.5 --q 0.04 --steps 2250`, '--delta is missing'],
    [`--sigma 1.5 --epsilon 8 ${STEPS}`, 'one of --sigma and --epsilon'],
    [STEPS, 'one of --sigma and --epsilon'],
    [`--sigma much ${STEPS}`, '--sigma takes a number'],
    [`--sigma 1.5 ${STEPS} --accountant gdp`, '--accountant takes rdp or pld'],
    [`--sigma 1.5 --q 2 --steps 1 --delta 1e-5`, 'out of range'],
    [`--epsilon 0 ${STEPS}`, 'positive number'],
    [`--sigma 1.5 ${STEPS} --colour blue`, "Unknown option '--colour'"],
  ])('says what is wrong, to stderr: %s', (args, message) => {
    const { status, stdout, stderr } = account(args)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})
