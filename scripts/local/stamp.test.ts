import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentHash, oncePerHash } from './stamp.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proviso-stamp-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('contentHash', () => {
  it('changes with content, with a name and with what stands beside the files', () => {
    writeFileSync(join(folder, 'a'), 'one')
    const first = contentHash(folder, ['.'])
    writeFileSync(join(folder, 'a'), 'two')
    const second = contentHash(folder, ['.'])
    writeFileSync(join(folder, 'b'), '')
    const third = contentHash(folder, ['.'])
    expect(new Set([first, second, third, contentHash(folder, ['.'], ['x'])]).size).toBe(4)
  })
})

describe('oncePerHash', () => {
  it('works once for one hash, again for another, and again after work that failed', async () => {
    const stamp = join(folder, 'made', 'stamp')
    let runs = 0
    const work = async () => {
      runs += 1
    }
    expect(await oncePerHash(stamp, 'a', work)).toBe(true)
    expect(await oncePerHash(stamp, 'a', work)).toBe(false)
    await expect(
      oncePerHash(stamp, 'b', async () => {
        throw new Error('broken build')
      }),
    ).rejects.toThrow('broken build')
    expect(await oncePerHash(stamp, 'a', work)).toBe(true)
    expect(runs).toBe(2)
  })
})
