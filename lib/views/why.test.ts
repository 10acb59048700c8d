import { beforeEach, describe, expect, it } from 'vitest'
import type { PolicyRequest } from '../policy/request.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { fillStores } from './stores.fixture.ts'
import { datasetFixture, requestFixture } from './views.fixture.ts'
import { readWhy } from './why.ts'

const { publisher, reward } = manifestFixture()

const facts: PolicyRequest = {
  origin: 'https://digits.example',
  topOrigin: 'https://digits.example',
  publisher: publisher.address,
  attestations: [],
  purposes: ['dpv:ScientificResearch'],
  category: 'pd:Picture',
  kind: 'image',
  dataset: 'd1',
  task: {
    unit: 'record',
    noise: true,
    epsilonPerRound: 1,
    epsilonPerTask: 5,
    epsilonPerPublisher: 5,
    epsilonPerPeriod: { day: 5, week: 5, month: 5, year: 5 },
    aggregation: 'plain',
    minCohort: 5,
    reward: { chainId: 84_532, token: reward.token, perContribution: '20000' },
    funded: true,
    retentionDays: 30,
    recipients: ['Digit Lab'],
    jurisdiction: 'EU',
    license: 'MIT',
  },
  device: { idle: true, charging: true, minuteOfDay: 60, minutesToday: 0, unmetered: true },
  now: Date.UTC(2026, 10, 22),
}

beforeEach(() => fillStores({}))

describe('why the person is asked', () => {
  it('is one sentence, with the rule and what it misses', async () => {
    await fillStores({
      requests: [
        requestFixture({
          facts,
          because: [
            { kind: 'unmet', ruleId: 'r1', unmet: [{ condition: 'minCohort', wanted: 50, found: 5 }] },
          ],
        }),
      ],
      rules: [
        {
          id: 'r1',
          effect: 'allow',
          source: 'person',
          name: 'Large crowds',
          what: { datasets: ['d1'] },
          needs: { minCohort: 50 },
          createdAt: 1,
          expiresAt: null,
        },
      ],
      datasets: [datasetFixture()],
    })
    const why = await readWhy('q1', 30)
    expect(why?.because).toContain('“Large crowds”')
    expect(why?.because).toContain('50')
  })

  it('says what each answer would be remembered as', async () => {
    await fillStores({ requests: [requestFixture({ facts })] })
    const why = await readWhy('q1', 30)
    expect(why?.allow).toContain('https://digits.example')
    expect(why?.allow).toContain('Digit Lab')
    expect(why?.allow).toMatch(/202[0-9]/)
    expect(why?.refuse).toContain('https://digits.example')
  })

  it('promises nothing where no rule could give that answer', async () => {
    const open = { ...facts, task: { ...facts.task, noise: false, unit: 'none' as const } }
    await fillStores({ requests: [requestFixture({ facts: open })] })
    expect((await readWhy('q1', 30))?.allow).toBeUndefined()
    await fillStores({ requests: [requestFixture()] })
    expect(await readWhy('q1', 30)).toEqual({ because: expect.any(String) })
  })

  it('is nothing once it was answered', async () => {
    await fillStores({ requests: [requestFixture({ state: 'answered', facts })] })
    expect(await readWhy('q1', 30)).toBeUndefined()
  })
})
