import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { database, write } from '../db/database.ts'
import type { RequestRecord } from '../db/schema.ts'
import { requestFixture } from '../views/views.fixture.ts'
import { recheck } from './recheck.ts'

const runChecks = vi.hoisted(() => vi.fn())
vi.mock('./checks.ts', () => ({ runChecks }))

const failed = { state: 'failed', detail: 'No.' } as const
const passed = { state: 'passed', detail: 'Yes.' } as const
const running = { state: 'running' } as const

const keep = (changes: Partial<RequestRecord>) =>
  write(['requests'], (transaction) => transaction.objectStore('requests').put(requestFixture(changes)))
const kept = async () => (await (await database()).get('requests', 'q1'))?.checks

beforeEach(() => runChecks.mockClear())

describe('checking again', () => {
  it('runs what had failed, and says so at once', async () => {
    await keep({ checks: { escrow: failed, coordinator: passed } })
    await recheck('q1')
    expect(await kept()).toEqual({ escrow: running, coordinator: passed })
    expect(runChecks).toHaveBeenCalledOnce()
  })

  it('starts nothing twice', async () => {
    await keep({ checks: { escrow: running, coordinator: failed } })
    await recheck('q1')
    expect(await kept()).toEqual({ escrow: running, coordinator: running })
    const [[asked]] = runChecks.mock.calls as [[RequestRecord]]
    expect([asked.checks.escrow.state, asked.checks.coordinator.state]).toEqual(['passed', 'running'])
  })

  it('leaves alone what was answered, and what has not failed', async () => {
    await keep({ state: 'answered', checks: { escrow: failed, coordinator: failed } })
    await recheck('q1')
    await recheck('q2')
    expect(runChecks).not.toHaveBeenCalled()
    expect(await kept()).toEqual({ escrow: failed, coordinator: failed })
  })
})
