import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BudgetEventRecord } from '../../db/schema.ts'
import { isDebitedFrom } from '../../privacy/events.ts'
import { rdpEpsilon } from '../../privacy/rdp.ts'
import { CATEGORY_EPSILON_CAP } from './caps.ts'
import { openLedger } from './ledger.ts'
import { exceededError, spendOf, wouldExceed } from './spend.ts'
import { memoryStores, roundOn, type Sketch } from './testing/memoryStores.ts'

const ledgerOf = (sketches: readonly Sketch[], events: readonly BudgetEventRecord[], id = 'a') =>
  openLedger(memoryStores(sketches, events), id)

const spent = async (sketches: readonly Sketch[], events: readonly BudgetEventRecord[], id = 'a') => {
  const ledger = await ledgerOf(sketches, events, id)
  return spendOf(ledger, ledger.events)
}

const alone = (rounds: number, delta = 1e-5) =>
  rdpEpsilon(
    Array.from({ length: rounds }, () => roundOn('')),
    delta,
  )

describe('a record', () => {
  it('has spent what was spent of every dataset it is in', async () => {
    const both = [
      { id: 'a', records: [1, 2, 3] },
      { id: 'b', records: [3, 4] },
    ]
    const events = [roundOn('a'), roundOn('b'), roundOn('b')]
    expect((await spent(both, events)).record).toBeCloseTo(alone(3), 9)
    expect((await spent(both, events, 'b')).record).toBeCloseTo(alone(3), 9)
  })

  it('has spent nothing by what was done to others of its kind, and a dataset the most of its records', async () => {
    const three = [
      { id: 'a', records: [1, 2, 3, 4] },
      { id: 'b', records: [1, 2] },
      { id: 'c', records: [3, 9] },
    ]
    const events = [roundOn('b'), roundOn('b'), roundOn('b'), roundOn('c'), roundOn('c')]
    expect((await spent(three, events)).record).toBeCloseTo(alone(3), 9)
    expect((await spent(three, events, 'c')).record).toBeCloseTo(alone(2), 9)
    const unused = { id: 'd', records: [77] }
    expect((await spent([...three, unused], events, 'd')).record).toBe(0)
  })

  it('keeps the smallest delta that it was ever used under: a part of the data is no way round', async () => {
    const whole = { id: 'whole', records: [1, 2, 3], delta: 1e-6 }
    const part = { id: 'a', records: [1], delta: 1e-5 }
    expect((await spent([whole, part], [roundOn('whole')])).record).toBeCloseTo(alone(1, 1e-6), 9)
    expect((await spent([whole, part], [roundOn('a')])).record).toBeCloseTo(alone(1), 9)
  })

  it('of a picture is never one of a table', async () => {
    const both: Sketch[] = [
      { id: 'a', records: [1] },
      { id: 'b', records: [1], kind: 'image' },
    ]
    expect((await spent(both, [roundOn('b')])).record).toBe(0)
  })
})

describe('data whose records nobody knows', () => {
  const events = [roundOn('a'), roundOn('b'), roundOn('c')]
  const known: Sketch[] = [
    { id: 'a', records: [1] },
    { id: 'b', records: [2] },
    { id: 'c', records: [3] },
  ]

  it('is taken to hold every record of its kind', async () => {
    expect((await spent(known, events)).record).toBeCloseTo(alone(1), 9)
    const older = known.map((sketch) => (sketch.id === 'b' ? { id: 'b' } : sketch))
    const ledger = await ledgerOf(older, events)
    expect(ledger.isExact).toBe(false)
    expect(spendOf(ledger, ledger.events).record).toBeCloseTo(alone(2), 9)
    expect((await spent(older, events, 'b')).record).toBeCloseTo(alone(3), 9)
  })

  it('never has spent less than it turns out to have', async () => {
    const records = fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 5 })
    const use = fc.constantFrom('a', 'b', 'c').map((id) => roundOn(id))
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(records, records, records),
        fc.array(use, { maxLength: 6 }),
        fc.constantFrom('a', 'b', 'c'),
        async (sets, uses, unknown) => {
          const exact = ['a', 'b', 'c'].map((id, i) => ({ id, records: sets[i]! }))
          const older = exact.map((sketch) => (sketch.id === unknown ? { id: unknown } : sketch))
          for (const id of ['a', 'b', 'c'])
            expect((await spent(older, uses, id)).record).toBeGreaterThanOrEqual(
              (await spent(exact, uses, id)).record,
            )
        },
      ),
    )
  })

  it('is one whose hashes were lost or cut off as well', async () => {
    const stores = memoryStores(known.slice(0, 2), events.slice(0, 2))
    const cut = { ...stores, recordSets: { get: async () => undefined } }
    // Another name than in the tests before: what was once compared is remembered.
    const ledger = await openLedger(
      {
        ...cut,
        datasets: {
          getAll: async () =>
            (await stores.datasets.getAll()).map((dataset) => ({
              ...dataset,
              recordSet: `lost ${dataset.id}`,
            })),
        },
      },
      'a',
    )
    expect(ledger.isExact).toBe(false)
    expect(spendOf(ledger, ledger.events).record).toBeCloseTo(alone(2), 9)
  })
})

describe('the two units', () => {
  it('a use that hides the person is debited from both ledgers, one that hides a record from one, one without noise from none', () => {
    const unit = fc.constantFrom('record' as const, 'contributor' as const)
    const mechanism = fc.constantFrom('subsampled-gaussian' as const, 'none' as const)
    fc.assert(
      fc.property(unit, mechanism, (its, how) => {
        const use = roundOn('a', { unit: its, mechanism: how })
        expect(isDebitedFrom('record', use)).toBe(how !== 'none')
        expect(isDebitedFrom('contributor', use)).toBe(how !== 'none' && its === 'contributor')
      }),
    )
  })

  it('the person has never spent more by the uses that hide them than their records by all', async () => {
    const events = fc.array(
      fc.constantFrom('record' as const, 'contributor' as const).map((unit) => roundOn('a', { unit })),
      { maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(events, async (uses) => {
        const { record, contributor } = await spent([{ id: 'a', records: [1] }], uses)
        const hiding = uses.filter(({ unit }) => unit === 'contributor')
        expect(record).toBeCloseTo(alone(uses.length), 9)
        expect(contributor).toBeCloseTo(alone(hiding.length), 9)
        expect(contributor).toBeLessThanOrEqual(record)
      }),
    )
  })

  it('adds up for the person over datasets that share records, also through a third, where no record is in all', async () => {
    const chain = [
      { id: 'a', records: [1, 2] },
      { id: 'b', records: [2, 3] },
      { id: 'c', records: [3, 4] },
      { id: 'far', records: [9] },
    ]
    const events = chain.map(({ id }) => roundOn(id, { unit: 'contributor' }))
    for (const id of ['a', 'b', 'c'])
      expect((await spent(chain, events, id)).contributor).toBeCloseTo(alone(3), 9)
    expect((await spent(chain, events)).record).toBeCloseTo(alone(2), 9)
    expect((await spent(chain, events, 'far')).contributor).toBeCloseTo(alone(1), 9)
  })

  it('the person’s ledger refuses by its own name', async () => {
    const chain = [
      { id: 'a', records: [1, 2] },
      { id: 'b', records: [2, 3] },
      { id: 'c', records: [3, 4] },
    ]
    const events = chain.map(({ id }) => roundOn(id, { unit: 'contributor', steps: 130 }))
    const ledger = await ledgerOf(chain, events)
    const exceeded = wouldExceed(ledger, ledger.events)
    expect(exceeded).toMatchObject({ limit: 'contributor', cap: 8 })
    expect(exceededError(ledger.dataset, exceeded!).code).toBe('budget/contributor')
  })
})

describe('the cap of a category', () => {
  const apart = Array.from({ length: 30 }, (_, i) => ({ id: `d${i}`, records: [i] }))
  const nearly = apart.map(({ id }) => roundOn(id, { steps: 320 }))

  it('adds up over datasets that share nothing, deleted ones too, and refuses by its own name', async () => {
    const sketches = apart.map((sketch, i) => (i % 2 === 0 ? sketch : { ...sketch, deletedAt: 1 }))
    const ledger = await ledgerOf(sketches, nearly, 'd0')
    const { record, category } = spendOf(ledger, ledger.events)
    expect(record).toBeLessThan(8)
    expect(category).toBeGreaterThan(CATEGORY_EPSILON_CAP)
    const exceeded = wouldExceed(ledger, ledger.events)
    expect(exceeded).toMatchObject({ limit: 'category', cap: 32 })
    expect(exceededError(ledger.dataset, exceeded!).code).toBe('budget/category')
  })

  it('counts nothing of another category', async () => {
    const sketches = apart.map((sketch, i) => (i === 0 ? sketch : { ...sketch, category: 'pd:Location' }))
    const ledger = await ledgerOf(sketches, nearly, 'd0')
    expect(spendOf(ledger, ledger.events).category).toBeCloseTo(alone(8), 2)
    expect(wouldExceed(ledger, ledger.events)).toBeUndefined()
  })
})
