import type { Page } from '@playwright/test'
import type { DatasetRecord, RequestRecord } from '../../lib/db/schema.ts'
import { requestFixture as factsFixture } from '../../lib/policy/testing/requests.ts'
import type { TaskManifest } from '../../lib/protocol/task.ts'
import { grantFixture, requestFixture } from '../../lib/views/views.fixture.ts'
import { hostileRecords, impossibleRecords, promptRecords, suspiciousRecords } from './promptRecords.ts'
import { DAY, digits, hex, named, type StandInRecords, wallet } from './records.ts'
import type { Scene } from './scenes.ts'

const PROMPT = { width: 420, height: 720 }
/** The same window at 200 % zoom holds half as many CSS pixels. */
const ZOOMED = { width: 210, height: 360 }

export const openAllDetails = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })

const openFirst = async (page: Page) => {
  await page.locator('summary').first().click()
  await page.locator('canvas').first().waitFor()
}

const openWarnings = async (page: Page) => {
  for (const warning of await page.locator('[data-warning] > summary').all()) await warning.click()
}

const openRow = (name: string) => (page: Page) => page.locator('summary', { hasText: name }).first().click()

const manifest = (changes: Partial<TaskManifest>): TaskManifest => ({ ...digits, ...changes })

/** One request, as the person's rules put it to them. */
const asked = (
  now: number,
  dataset: DatasetRecord | undefined,
  changes: Partial<RequestRecord> = {},
): RequestRecord =>
  requestFixture({
    datasetId: named(dataset).id,
    receivedAt: now,
    epsilonAfter: 5.1,
    facts: factsFixture({ origin: 'https://digits.example', topOrigin: 'https://digits.example' }),
    ...changes,
  })

const request =
  (
    changes: Partial<RequestRecord>,
    more: (now: number, dataset?: DatasetRecord) => StandInRecords = () => ({}),
  ): Scene['records'] =>
  (now, dataset) => ({
    ...promptRecords(now, dataset),
    requests: [asked(now, dataset, changes)],
    ...more(now, dataset),
  })

const task = (changes: Partial<TaskManifest>): Partial<RequestRecord> => ({
  task: { manifest: manifest(changes), signature: '0x' },
  termsHash: hex(7),
})

const state = (
  name: string,
  records: Scene['records'],
  sees: readonly (string | RegExp)[],
  changes: Partial<Scene> = {},
): Scene => ({ name: `prompt-${name}`, path: '/prompt.html', size: PROMPT, records, sees, ...changes })

const passed = { state: 'passed', detail: 'The whole reward of every seat is locked in escrow.' } as const
const running = { state: 'running' } as const

/** What the worker does when a tab is closed: the answer is nobody's, and every page of ours hears of it. */
export const closeThePage = async (page: Page) => {
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('proviso')
      request.onsuccess = () => resolve(request.result)
    })
    const transaction = db.transaction('requests', 'readwrite')
    const store = transaction.objectStore('requests')
    store.getAll().onsuccess = ({ target }) => {
      const [first] = (target as IDBRequest<RequestRecord[]>).result
      const decision = { effect: 'refuse', by: 'page-gone', reason: 'The page that asked has gone.' }
      store.put({ ...first, state: 'answered', decidedAt: Date.now(), decision })
    }
    await new Promise<void>((resolve) => {
      transaction.oncomplete = () => resolve()
    })
    db.close()
    new BroadcastChannel('proviso:changes').postMessage(['requests'])
  })
  await page.getByText('The page that asked has gone.').waitFor()
}

/** An hour of agreement before, to other terms than now. */
const changed: Scene['records'] = request(
  task({
    description: 'A model that reads handwritten digits, kept by us and sold to others.',
    terms: {
      ...digits.terms,
      recipients: ['Digit Lab', 'Anybody who pays'],
      retentionDays: 90,
      modelLicense: 'Proprietary',
    },
    reward: { ...digits.reward, perContribution: '10000' },
    aggregation: { ...digits.aggregation, minCohort: 5 },
  }),
  (now, dataset) => ({
    grants: [
      grantFixture({
        state: 'completed',
        createdAt: now - 50 * DAY,
        datasetId: named(dataset).id,
        termsHash: hex(5),
      }),
    ],
  }),
)

/** Every state of the prompt, and what must be read in it. */
export const promptScenes: readonly Scene[] = [
  state('first', promptRecords, [
    'This publisher has not asked you before.',
    '1 of 2',
    'It hides any single record, not what many of them share.',
  ]),
  state('uses', promptRecords, ['Some of the records. Only you see this.'], { act: openFirst }),
  state('all-open', promptRecords, ['What this protects', 'What it does not', 'sizes of its layers'], {
    size: { width: 420, height: 2600 },
    act: openAllDetails,
  }),
  state(
    'why',
    request(
      {
        because: [{ kind: 'unmet', ruleId: 'r1', unmet: [{ condition: 'minCohort', wanted: 50, found: 5 }] }],
      },
      (now) => ({
        rules: [
          {
            id: 'r1',
            effect: 'allow',
            source: 'person',
            name: 'Large crowds',
            what: { purposes: ['dpv:ScientificResearch'] },
            needs: { minCohort: 50 },
            createdAt: now,
            expiresAt: null,
          },
        ],
      }),
    ),
    ['Large crowds', 'If you allow:', 'If you refuse:'],
    {
      act: async (page) => {
        await page.getByRole('button', { name: 'Why am I asked?' }).click()
        await page.getByRole('checkbox').check()
        await page.getByText('If you allow:').waitFor()
      },
    },
  ),
  state('limits', request({}), ['A limit cannot be read.', 'A whole number of at least 1.'], {
    act: async (page) => {
      await openRow('Limits')(page)
      await page.getByLabel('Rounds, fewer than').fill('half')
      await page.getByLabel('Minutes of computing').fill('60')
    },
  }),
  state(
    'changed',
    changed,
    ['The terms have changed since', 'Pay per round', '0.01 USDC', 'Anybody who pays'],
    {
      act: openWarnings,
    },
  ),
  state(
    'unfunded',
    request({
      checks: {
        escrow: { state: 'failed', detail: 'The escrow holds 0.00 of 80.00 USDC.' },
        coordinator: passed,
      },
    }),
    ['the money could not be found', 'The escrow holds 0.00 of 80.00 USDC.', 'Check again'],
  ),
  state(
    'low-budget',
    request({ epsilonAfter: 7.6 }),
    ['of this data’s privacy budget is left', 'What is spent never comes back.'],
    {
      act: openWarnings,
    },
  ),
  state(
    'model',
    request(
      task({
        model: {
          architecture: { kind: 'mlp', inputs: 784, hidden: [4096, 1024, 512, 64], outputs: 10 },
          weights: { ...digits.model.weights, bytes: 31_892_776 },
        },
      }),
    ),
    ['This model has an unusual shape.', '4 hidden layers', 'is not known'],
    { act: openWarnings },
  ),
  state(
    'frame',
    request({ asker: { ...requestFixture().asker, topOrigin: 'https://news.example' } }),
    ['A site inside another site is asking.', 'https://digits.example', 'https://news.example'],
    { act: openWarnings },
  ),
  state(
    'checking',
    (now, dataset) => {
      const { token: _, ...request } = asked(now, dataset, {
        checks: { escrow: running, coordinator: running },
      })
      return { ...promptRecords(now, dataset), requests: [request] }
    },
    ['Allow waits for the checks', 'The token is being looked up.', 'Checking that the money is there.'],
  ),
  state(
    'server',
    request({
      checks: {
        escrow: passed,
        coordinator: { state: 'failed', detail: 'coordinator.example did not answer within 10 s.' },
      },
    }),
    ['The publisher’s server did not pass its check.', 'Check again', 'did not answer within 10 s.'],
    { act: openRow('Pays') },
  ),
  state(
    'off',
    request({}, (now) => ({
      sites: [{ origin: 'https://digits.example', off: { until: null }, changedAt: now }],
    })),
    ['you have switched Proviso off for this site', 'Open the rules'],
  ),
  state(
    'lapsed',
    request({}, (now) => ({ state: { wallet: wallet(now, -1), settings: { onboarded: true } } })),
    ['the permission of your wallet has ended', 'Renew it'],
  ),
  state('gone', promptRecords, ['Nobody is left to hear an answer', 'Show the other question that waits'], {
    act: closeThePage,
  }),
  state('suspicious', suspiciousRecords, ['Nothing hides your records in what is sent.']),
  state('suspicious-open', suspiciousRecords, ['The terms have changed since'], { act: openAllDetails }),
  state('hostile', hostileRecords, [
    'This site’s name looks like that of a site you know.',
    'The pay may read as more',
  ]),
  state(
    'hostile-open',
    hostileRecords,
    [
      'can be taken for',
      'mixes letters of several scripts (Latin, Cyrillic)',
      'is written as HTML or Markdown',
      'characters that are not seen',
      'is longer than is shown',
      'No such amount is locked for you',
      'The token calls itself',
    ],
    { size: { width: 420, height: 3200 }, act: openAllDetails },
  ),
  state('impossible', impossibleRecords, ['nothing in your vault fits', 'no wallet is connected']),
  state('nothing', () => ({}), ['No request is waiting.']),
  state('zoom', suspiciousRecords, ['Nothing hides your records'], { size: ZOOMED }),
  state('zoom-hostile', hostileRecords, ['looks like that of a site you know'], {
    size: ZOOMED,
    act: openWarnings,
  }),
]
