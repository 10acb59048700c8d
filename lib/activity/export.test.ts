import 'fake-indexeddb/auto'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deleteDB } from 'idb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import { GENESIS } from './chain.ts'
import { exportLog, verifyExport } from './export.ts'
import { appendActivity } from './log.ts'

const append = (text: string) =>
  write(['activity'], (transaction) =>
    appendActivity(transaction, {
      kind: 'round',
      text,
      data: { task: '0x01', round: 1.5e-7, b: true, aé: '"\u2028' },
    }),
  )
const exported = async () => (await exportLog()).text()
const stamp = async (seq: number) => {
  const db = await database()
  const { hash } = (await db.get('activity', seq))!
  await db.put('stamps', {
    seq,
    hash: `0x${hash}`,
    chainId: 8453,
    transaction: `0x${'12'.repeat(32)}`,
    account: `0x${'ab'.repeat(20)}`,
    at: 1,
  })
}

let folder: string
let script: string
/** The script that docs/activity-log.md gives to everybody, run as it stands there. */
const runScript = async (text: string): Promise<string> => {
  const file = join(folder, 'log.jsonl')
  await writeFile(file, text)
  return promisify(execFile)(process.execPath, [script, file]).then(
    ({ stdout }) => stdout.trim(),
    ({ stdout }: { stdout: string }) => stdout.trim(),
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'activity-'))
  script = join(folder, 'verify.mjs')
  const doc = await readFile(new URL('../../docs/activity-log.md', import.meta.url), 'utf8')
  await writeFile(script, /```js\n([^`]*(?:`(?!``)[^`]*)*)```/.exec(doc)![1]!)
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
  for (const text of ['asked “this”', 'allowed', 'sent\n\u0000€😀']) await append(text)
})

describe('an exported log', () => {
  it('verifies, here and by the script of the document', async () => {
    await stamp(2)
    const text = await exported()
    const head = (await (await database()).getAll('activity')).at(-1)!.hash
    expect(verifyExport(text)).toEqual({ ok: true, count: 3, head, stamps: 1 })
    expect(await runScript(text)).toBe(`3 entries, head ${head}`)
  })

  it('verifies where another tool ordered the fields otherwise and ends lines as Windows does', async () => {
    const other = (await exported())
      .trim()
      .split('\n')
      .map((line) =>
        JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line) as object).toReversed())),
      )
    expect(verifyExport(other.join('\r\n'))).toMatchObject({ ok: true, count: 3 })
  })

  it('is empty where nothing happened', async () => {
    await (await database()).clear('activity')
    expect(await exported()).toBe('')
    expect(verifyExport('')).toEqual({ ok: true, count: 0, head: GENESIS, stamps: 0 })
  })

  it.each<[string, (lines: string[]) => string[], number, string]>([
    ['a changed text', ([a, b, c]) => [a!, b!.replace('allowed', 'refused'), c!], 2, 'altered'],
    ['a changed number', ([a, b, c]) => [a!, b!.replace('"seq":2', '"seq":5'), c!], 2, 'missing'],
    ['a field more', ([a, b, c]) => [a!, b!.replace('{', '{"more":1,'), c!], 2, 'unreadable'],
    ['a line that is no JSON', ([a, b, c]) => [a!, b!, `${c!.slice(0, -1)}`], 3, 'unreadable'],
    ['a missing beginning', ([, b, c]) => [b!, c!], 1, 'missing'],
    ['a missing middle', ([a, , c]) => [a!, c!], 2, 'missing'],
    ['lines that changed places', ([a, b, c]) => [a!, c!, b!], 2, 'missing'],
    ['an entry twice', ([a, b, c]) => [a!, b!, b!, c!], 3, 'missing'],
  ])('with %s is broken there', async (_name, change, firstBroken, why) => {
    const text = change((await exported()).trim().split('\n')).join('\n')
    expect(verifyExport(text)).toEqual({ ok: false, firstBroken, why })
  })

  it.each([
    ['altered', (text: string) => text.replace('allowed', 'refused'), 'broken at entry 2'],
    ['reordered', (text: string) => text.split('\n').toReversed().join('\n'), 'broken at entry 1'],
  ])('that was %s is broken by the script, too', async (_name, change, says) => {
    expect(await runScript(change(await exported()))).toBe(says)
  })

  it('whose end is gone verifies, unless a later entry was time-stamped', async () => {
    const plain = (await exported()).trim().split('\n').slice(0, 2).join('\n')
    expect(verifyExport(plain)).toMatchObject({ ok: true, count: 2 })
    await stamp(3)
    const lines = (await exported()).trim().split('\n')
    const stamped = [...lines.slice(0, 2), lines[3]!].join('\n')
    expect(verifyExport(stamped)).toEqual({ ok: false, firstBroken: 3, why: 'cut' })
    expect(await runScript(stamped)).toBe('entry 3 is not the one that was time-stamped')
  })
})
