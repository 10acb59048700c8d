import { describe, expect, it } from 'vitest'
import { type VerifyTypedData, verifyEoa } from '../attest/signature.ts'
import { TEST_NOW } from '../attest/testing/fixtures.ts'
import { revocationTypedData } from '../protocol/statements.ts'
import { type ReceiptBundle, receiptBundle } from './bundle.ts'
import type { ReceiptWords } from './checks.ts'
import { EXPIRES, expired, given, key, publisher, wallet, withdrawn } from './testing/fixtures.ts'
import { verifyReceiptBundle } from './verify.ts'

const plainOnly = (): VerifyTypedData => async () => false
const ports = { verify: plainOnly, now: (EXPIRES + 1) * 1000 }
const verify = (value: unknown) => verifyReceiptBundle(value, ports)
/** As a file has it. */
const fileOf = async (parts: Parameters<typeof receiptBundle>[0]): Promise<ReceiptBundle> =>
  JSON.parse(JSON.stringify(receiptBundle(parts)))

const failures = ({ checks }: Awaited<ReturnType<typeof verify>>) =>
  checks.filter(({ state }) => state === 'failed').map(({ id, code }) => `${id} ${code}`)

describe('a receipt bundle', () => {
  it.each([
    ['given', given, undefined],
    ['withdrawn', withdrawn, { how: 'withdrawn', at: TEST_NOW / 1000 + 60 }],
    ['expired', expired, { how: 'expired', at: EXPIRES }],
  ] as const)(
    '%s: is proven, and says what it says',
    async (_, make, ended) => {
      const result = await verify(await fileOf(await make()))
      expect(failures(result)).toEqual([])
      expect(result).toMatchObject({
        kind: 'receipt',
        verdict: 'proven',
        words: {
          publisher: 'Test Lab',
          origin: 'https://digits.example',
          account: wallet.address,
          givenAt: TEST_NOW / 1000,
          expires: EXPIRES,
        },
      })
      expect((result.words as ReceiptWords).ended).toEqual(ended)
    },
    10_000,
  )

  it('is not an end that has not come, nor one that was withdrawn by somebody else', async () => {
    const early = await verifyReceiptBundle(await fileOf(await expired()), { ...ports, now: TEST_NOW })
    expect(failures(early)).toEqual(['ended receipt/not-ended'])
    const parts = await withdrawn()
    const { statement } = parts.revocation ?? {}
    if (statement === undefined) throw new Error('Withdrawn.')
    const forged = { statement, signature: await publisher.signTypedData(revocationTypedData(statement)) }
    expect(failures(await verify(await fileOf({ ...parts, revocation: forged })))).toEqual([
      'ended receipt/wrong-revocation',
    ])
    const { ended: _, ...silent } = parts
    expect(failures(await verify(await fileOf(silent)))).toEqual(['ended receipt/wrong-ended-record'])
    const { revocation: __, ...unsigned } = parts
    expect(failures(await verify(await fileOf(unsigned)))).toEqual(['ended receipt/wrong-ended-record'])
  })

  it('may be withdrawn by the account itself', async () => {
    const parts = await withdrawn()
    const { statement } = parts.revocation ?? {}
    if (statement === undefined) throw new Error('Withdrawn.')
    const signature = await wallet.signTypedData(revocationTypedData(statement))
    expect((await verify(await fileOf({ ...parts, revocation: { statement, signature } }))).verdict).toBe(
      'proven',
    )
  })

  it('of a contract account is incomplete without the chain, and proven with it', async () => {
    const parts = await given()
    const signature = `0x${'ab'.repeat(96)}` as const
    const file = await fileOf({ ...parts, delegation: { ...parts.delegation, signature } })
    const unreachable = await verifyReceiptBundle(file, {
      ...ports,
      verify: () => () => Promise.reject(new Error('No network.')),
    })
    expect(unreachable.verdict).toBe('incomplete')
    expect(unreachable.checks.filter(({ state }) => state !== 'passed')).toEqual([
      { id: 'delegation', state: 'unchecked' },
    ])
    const asked: unknown[] = []
    const contract: VerifyTypedData = async (claim) => {
      asked.push(claim.address)
      return (await verifyEoa(claim)) || claim.signature === signature
    }
    expect((await verifyReceiptBundle(file, { ...ports, verify: () => contract })).verdict).toBe('proven')
    expect(asked).toEqual([wallet.address])
    expect(failures(await verify(file))).toEqual(['delegation delegation/bad-signature'])
  })

  it('with another receipt of the same key in its place is not this one', async () => {
    const [one, other] = [
      await fileOf(await given()),
      await fileOf(await given({ origin: 'https://x.example' })),
    ]
    const mixed = { ...one, receipt: other.receipt }
    expect(failures(await verify(mixed))).toEqual(['record receipt/wrong-record'])
    expect(key.address).toBe(one.receipt.signer)
  })
})

type Path = readonly (string | number)[]

const leafPaths = (value: unknown, path: Path = []): Path[] =>
  Array.isArray(value)
    ? value.flatMap((inner, index) => leafPaths(inner, [...path, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => leafPaths(inner, [...path, name]))
      : [path]

const nodePaths = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, inner]) => nodePaths(inner, [...path, name]))]
    : []

const changedAt = (value: unknown, path: Path, change: (inner: unknown) => unknown): unknown => {
  const [first, ...rest] = path
  if (first === undefined) return change(value)
  if (Array.isArray(value))
    return value.map((inner, index) => (index === Number(first) ? changedAt(inner, rest, change) : inner))
  const record = value as Record<string, unknown>
  return { ...record, [first]: changedAt(record[first], rest, change) }
}

/** Small changes, one at a time: the last digit or letter, the case of one, a space; the next number; the other answer. */
const alterations = (leaf: unknown): unknown[] => {
  if (typeof leaf === 'boolean') return [!leaf, String(leaf)]
  if (typeof leaf === 'number') return [leaf + 1, leaf - 1, String(leaf)]
  const text = String(leaf)
  const last = text.slice(-1)
  const cased = text.replace(/[a-f](?=[^a-z]*$)/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  return [`${text.slice(0, -1)}${last === '0' ? '1' : '0'}`, `${text} `, ...(cased === text ? [] : [cased])]
}

const survivors = async (file: ReceiptBundle, paths: readonly Path[]): Promise<string[]> => {
  const survived: string[] = []
  for (const path of paths) {
    const leaf = path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], file)
    // The JSON-LD is compared as a whole, so one change of each of its words is enough.
    const changes = path[0] === 'consentReceipt' ? alterations(leaf).slice(0, 1) : alterations(leaf)
    for (const altered of changes) {
      const changed = changedAt(file, path, () => altered)
      if ((await verify(changed)).verdict !== 'failed') survived.push(`${path.join('/')}: ${String(altered)}`)
    }
  }
  return survived
}

describe('a receipt altered in any field fails', () => {
  it('withdrawn: every leaf of the file', { timeout: 60_000 }, async () => {
    const file = await fileOf(await withdrawn())
    // The contexts inside the records are those of the file itself.
    const paths = leafPaths(file).filter((path) => path.indexOf('@context') < 2)
    expect(paths.length).toBeGreaterThan(250)
    expect(await survivors(file, paths)).toEqual([])
  })

  it('expired: every leaf of the event that was added', { timeout: 60_000 }, async () => {
    const file = await fileOf(await expired())
    const paths = leafPaths(file).filter((path) => path[2] === 1 && path[3] === 'dpv:hasConsentStatus')
    expect(paths.length).toBeGreaterThan(8)
    expect(await survivors(file, paths)).toEqual([])
  })

  it('also where a field is added or left out', { timeout: 120_000 }, async () => {
    const file = await fileOf(await withdrawn())
    const survived: string[] = []
    // Of the JSON-LD, which is compared as a whole, the outer parts are enough.
    const nodes = nodePaths(file).filter((path) => path[0] !== 'consentReceipt' || path.length < 4)
    expect(nodes.length).toBeGreaterThan(30)
    for (const path of nodes) {
      const added = changedAt(file, path, (node) =>
        Array.isArray(node) ? [...node, 'extra'] : { ...(node as object), extra: 1 },
      )
      if ((await verify(added)).verdict !== 'failed') survived.push(`added to ${path.join('/')}`)
      const node = path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], file)
      for (const name of Object.keys(node as object)) {
        const left = changedAt(file, path, (inner) =>
          Array.isArray(inner)
            ? inner.filter((_, index) => index !== Number(name))
            : Object.fromEntries(Object.entries(inner as object).filter(([other]) => other !== name)),
        )
        if ((await verify(left)).verdict !== 'failed') survived.push(`left out ${[...path, name].join('/')}`)
      }
    }
    expect(survived).toEqual([])
  })
})
