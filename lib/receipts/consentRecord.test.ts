import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../protocol/canonical.ts'
import { delegationHash } from '../protocol/statements.ts'
import { termsHash } from '../protocol/task.ts'
import { receiptBundle } from './bundle.ts'
import { consentRecord } from './consentRecord.ts'
import { endedConsentRecord } from './endedRecord.ts'
import { CONTEXT } from './jsonld.ts'
import { EXPIRES, expired, given, wallet, withdrawn } from './testing/fixtures.ts'

const published = new Set(
  readFileSync(new URL('../vocabulary/published/dpv-2.3.txt', import.meta.url), 'utf8').split('\n'),
)

type Found = { readonly path: string; readonly value: unknown }

/** Every value of a document, with the properties that lead to it. */
const leaves = (value: unknown, path = ''): Found[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) =>
        leaves(inner, Array.isArray(value) ? path : `${path}/${name}`),
      )
    : [{ path, value }]

/** Compact IRIs of a document, as property or as value, the context apart. */
const termsIn = (document: object): string[] => {
  const { '@context': _, ...body } = document as Record<string, unknown>
  const words = leaves(body).flatMap(({ path, value }) => [...path.split('/'), String(value)])
  return [...new Set(words.filter((word) => /^(dpv|pd|ai):[A-Za-z0-9-]+$/.test(word)))]
}

const parse = (record: string) => JSON.parse(record) as Record<string, unknown>

describe('the consent record', () => {
  it.each([
    ['given', given],
    ['withdrawn', withdrawn],
    ['expired', expired],
  ])('%s: uses no term that the published vocabulary does not have', async (_, make) => {
    const parts = await make()
    const terms = termsIn(receiptBundle(parts).consentReceipt as object)
    expect(terms.length).toBeGreaterThan(50)
    expect(terms.filter((term) => !published.has(term))).toEqual([])
  })

  it('uses no prefix and no property of the context that is not there', async () => {
    const { record, ended } = await withdrawn()
    const document = parse(ended ?? record)
    const { '@context': context, ...body } = document
    expect(context).toEqual(CONTEXT)
    const prefixes = leaves(body).flatMap(({ path }) => path.split('/').slice(1))
    for (const name of prefixes)
      expect(name.startsWith('@') || Object.hasOwn(CONTEXT, name.split(':')[0] ?? '')).toBe(true)
    const used = new Set(prefixes)
    const defined = Object.keys(CONTEXT).filter((name) => name.includes(':'))
    expect(defined.filter((name) => !used.has(name))).toEqual([])
  })

  /** What W3C's guide says MUST be present, by property; docs/receipts.md says why one of them is not. */
  const REQUIRED = [
    '/@type',
    '/dct:conformsTo',
    '/dct:identifier',
    '/dpv:hasIdentifier',
    '/dpv:hasDataSubject',
    '/dpv:hasNotice/@type',
    '/dpv:hasNotice/dct:identifier',
    '/dpv:hasNotice/dct:language',
    '/dpv:hasProcess/@type',
    '/dpv:hasProcess/dpv:hasPurpose',
    '/dpv:hasProcess/dpv:hasPersonalData/skos:broader',
    '/dpv:hasProcess/dpv:hasProcessing',
    '/dpv:hasProcess/dpv:hasStorageCondition/dpv:hasLocation',
    '/dpv:hasProcess/dpv:hasStorageCondition/dpv:hasDuration/rdf:value',
    '/dpv:hasProcess/dpv:hasDataController',
    '/dpv:hasProcess/dpv:hasRecipient/dpv:hasName',
    '/dpv:hasProcess/dpv:hasLegalBasis',
    '/dpv:hasConsentControl/@type',
    '/dpv:hasConsentControl/dpv:isExercisedAt',
    '/dpv:hasJurisdiction/dct:title',
    '/dpv:hasRight/@type',
    '/dpv:hasEntity/@type',
    '/dpv:hasEntity/dpv:hasName',
    '/dpv:hasEntity/dpv:hasIdentifier',
    '/dpv:hasEntity/schema:contactPoint/schema:url',
    '/dpv:hasConsentStatus/@type',
    '/dpv:hasConsentStatus/dpv:isIndicatedAtTime',
    '/dpv:hasConsentStatus/dpv:hasDuration/rdf:value',
    '/dpv:hasConsentStatus/dpv:isIndicatedBy',
    '/dpv:hasConsentStatus/dpv:hasIndicationMethod',
  ]

  it('has every field that ISO/IEC TS 27560 requires, and says what was agreed', async () => {
    const { record, task, delegation } = await given()
    const found = leaves(parse(record))
    const valuesOf = (path: string) => found.filter((leaf) => leaf.path === path).map(({ value }) => value)
    for (const path of REQUIRED) {
      expect(valuesOf(path), path).not.toEqual([])
      expect(valuesOf(path), path).not.toContain('')
    }
    const { manifest } = task
    expect(valuesOf('/dpv:hasDataSubject')).toEqual([`did:pkh:eip155:31337:${wallet.address.toLowerCase()}`])
    expect(valuesOf('/dpv:hasNotice/dct:identifier')).toEqual([termsHash(manifest)])
    expect(valuesOf('/dpv:hasNotice/dct:source')).toEqual(['https://digits.example'])
    expect(valuesOf('/dpv:hasProcess/dpv:hasPurpose')).toEqual(manifest.purposes)
    expect(valuesOf('/dpv:hasProcess/dpv:hasTechnicalMeasure/dct:identifier')).toEqual([
      delegationHash(delegation.statement),
    ])
    const measures = valuesOf('/dpv:hasProcess/dpv:hasTechnicalMeasure/schema:additionalProperty/schema:name')
    expect(measures).toEqual(expect.arrayContaining(['clipNorm', 'noiseMultiplier', 'maxEpsilon']))
    expect(valuesOf('/dpv:hasConsentStatus/dpv:hasDuration/rdf:value')).toEqual([
      new Date(EXPIRES * 1000).toISOString().replace('.000', ''),
    ])
  })

  it('is canonical JSON with an identifier of its own, the same for the same grant', async () => {
    const { record } = await given()
    expect(canonicalJson(parse(record))).toBe(record)
    expect((await given()).record).toBe(record)
    const id = parse(record)['dct:identifier']
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(parse((await given({ origin: 'https://other.example' })).record)['dct:identifier']).not.toBe(id)
  })

  it('says so where data are of a special category, where there is no noise and where there is no end', async () => {
    const data = { category: 'pd:Health', kind: 'table', minRecords: 1, maxRecords: 100 } as const
    const health = (await given({ manifest: { data }, expires: 0 })).record
    expect(health).toContain('"dpv:SpecialCategoryPersonalData"')
    expect(health).toContain('{"@type":"dpv:UntilEventDuration","rdf:value":"Withdrawal"}')
    expect((await given()).record).not.toContain('SpecialCategory')
    const plain = await given({ manifest: { privacy: { mechanism: 'none', batchSize: 1 } } })
    expect(plain.record).not.toContain('dpv:DifferentialPrivacy')
  })
})

describe('a record that ended', () => {
  it('keeps what was given and adds one event', async () => {
    for (const { record, ended } of [await withdrawn(), await expired()]) {
      const { 'dpv:hasConsentStatus': events, 'dct:modified': _, ...rest } = parse(ended ?? '')
      const { 'dpv:hasConsentStatus': before, ...same } = parse(record)
      expect(rest).toEqual(same)
      expect(events).toHaveLength(2)
      expect((events as unknown[])[0]).toEqual((before as unknown[])[0])
    }
  })

  it('is there only where consent has ended', async () => {
    const { receipt, record } = await given()
    const grant = { account: wallet.address, receipt, consentRecord: record }
    const { consentRecord: _, ...earlier } = grant
    expect(endedConsentRecord(grant, 'completed', EXPIRES * 1000)).toBeUndefined()
    expect(endedConsentRecord(grant, 'expired', EXPIRES * 1000 - 1)).toBeUndefined()
    expect(endedConsentRecord(earlier, 'revoked', EXPIRES * 1000)).toBeUndefined()
    const endless = await given({ expires: 0 })
    const open = { ...grant, receipt: endless.receipt, consentRecord: endless.record }
    expect(endedConsentRecord(open, 'expired', Number.MAX_SAFE_INTEGER)).toBeUndefined()
    expect(endedConsentRecord(grant, 'relinquished', EXPIRES * 1000)).toBe(
      endedConsentRecord(grant, 'revoked', EXPIRES * 1000),
    )
  })

  it('does not depend on how an account is written', async () => {
    const { task } = await given()
    const facts = {
      delegation: `0x${'01'.repeat(32)}`,
      origin: 'https://digits.example',
      givenAt: 1,
      expires: 2,
      datasetCommitment: `0x${'02'.repeat(32)}`,
    } as const
    const lower = wallet.address.toLowerCase() as `0x${string}`
    expect(consentRecord(task.manifest, { ...facts, account: lower })).toBe(
      consentRecord(task.manifest, { ...facts, account: wallet.address }),
    )
  })
})
