import type { DatasetRecord } from '../../lib/db/schema.ts'
import { requestFixture as factsFixture } from '../../lib/policy/testing/requests.ts'
import { manifestFixture } from '../../lib/protocol/task.fixture.ts'
import { budgetEventFixture, grantFixture, requestFixture } from '../../lib/views/views.fixture.ts'
import { DAY, digits, hex, named, type StandInRecords, wallet } from './records.ts'

/** A request as the person first meets it, over what they have. */
export const promptRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const mine = named(dataset)
  return {
    datasets: [mine],
    requests: [
      requestFixture({
        datasetId: mine.id,
        receivedAt: now - 2000,
        epsilonAfter: 5.1,
        facts: factsFixture({ origin: 'https://digits.example', topOrigin: 'https://digits.example' }),
      }),
      requestFixture({ id: 'q2', datasetId: mine.id, receivedAt: now - 1000 }),
    ],
    budgetEvents: [budgetEventFixture({ datasetId: mine.id, samplingRate: 0.05, steps: 160 })],
    state: { wallet: wallet(now), settings: { onboarded: true } },
  }
}

/** Everything about the request that a person must open first, in the words of a publisher who does not behave. */
export const suspiciousRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const base = promptRecords(now, dataset)
  const mine = named(dataset)
  const manifest = manifestFixture({
    publisher: { ...digits.publisher, name: '\u202eba\u0300\u0301\u0302\u0303L <b>tigiD</b> '.repeat(4) },
    description: 'x'.repeat(1900),
    privacy: { mechanism: 'none', batchSize: 32 },
    aggregation: { ...digits.aggregation, minCohort: 1 },
    terms: { ...digits.terms, retentionDays: 90 },
  })
  return {
    ...base,
    grants: [
      grantFixture({ state: 'completed', createdAt: now - 50 * DAY, datasetId: mine.id, termsHash: hex(5) }),
    ],
    requests: [
      requestFixture({
        datasetId: mine.id,
        task: { manifest, signature: '0x' },
        asker: { ...requestFixture().asker, topOrigin: 'https://news.example' },
        checks: {
          escrow: { state: 'passed', detail: 'Your seat is funded.' },
          coordinator: { state: 'failed', detail: 'coordinator.example did not answer within 10 s.' },
        },
        because: [{ kind: 'no-noise', effect: 'ask' }],
      }),
    ],
  }
}

/** A request that cannot be allowed: no data, no wallet, no money. */
export const impossibleRecords = (now: number): StandInRecords => {
  const {
    datasetId: _,
    epsilonAfter: __,
    token: ___,
    ...request
  } = requestFixture({
    receivedAt: now,
    checks: {
      escrow: { state: 'failed', detail: 'The escrow holds 0.00 of 80.00 USDC.' },
      coordinator: { state: 'running' },
    },
  })
  return { requests: [request] }
}

/** Every trick at once: a site, a name, a token and texts that are all made to be read as something else. */
export const hostileRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const base = promptRecords(now, dataset)
  const mine = named(dataset)
  const { origin } = new URL('https://dіgits.example')
  const manifest = manifestFixture({
    title: '# Free money\u2066\u200b [claim](https://evil.example) <script>alert(1)</script>',
    description: `Earn **5,000 USDC** per round!\u202e .tnuoma llams A ${'<img src=x onerror=alert(1)>&nbsp;'.repeat(20)}`,
    publisher: {
      ...digits.publisher,
      name: `<b>Dіgit Lab</b>\u202eLab${'\u0300'.repeat(12)} of very many people`,
      url: `https://digits.example/${'a'.repeat(600)}`,
      contact: 'https://digits.example/?q=javascript:alert(1)',
      address: `0x${'99'.repeat(20)}`,
    },
    terms: { ...digits.terms, recipients: ['`Digit` Lab', 'Соса'], modelLicense: '𝐌𝐈𝐓' },
    reward: { ...digits.reward, accepts: '__always__ ３０００ EUR' },
  })
  return {
    ...base,
    grants: [grantFixture({ state: 'completed', createdAt: now - 5 * DAY, datasetId: mine.id })],
    requests: [
      requestFixture({
        datasetId: mine.id,
        epsilonAfter: 5.1,
        termsHash: hex(6),
        task: { manifest, signature: '0x' },
        asker: { ...requestFixture().asker, origin, topOrigin: origin },
        token: { symbol: ',000 UЅDC', decimals: 20 },
        because: [{ kind: 'no-rule' }],
      }),
    ],
  }
}
