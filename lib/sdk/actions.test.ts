import { describe, expect, it } from 'vitest'
import type { PublicGrant } from '../protocol/provider.ts'
import { getGrants, onContribution, relinquish, requestDataUse } from './actions.ts'
import {
  AlreadyPendingError,
  DataUseError,
  DisconnectedError,
  InvalidParamsError,
  RateLimitedError,
  RefusedError,
  UnauthorizedError,
  UnsupportedMethodError,
} from './errors.ts'
import type { DataUseProvider } from './provider.ts'

/** A stand-in for the extension's provider that answers from a function and can emit. */
const standInProvider = (answer: (args: { method: string; params?: unknown }) => unknown) => {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const provider = {
    request: async (args: { method: string; params?: unknown }) => answer(args),
    on: (event: string, listener: (payload: unknown) => void) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener: (event: string, listener: (payload: unknown) => void) =>
      listeners.get(event)?.delete(listener),
  } as unknown as DataUseProvider
  const emit = (event: string, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload)
  }
  return { provider, emit }
}

const grant = { id: 'g' } as PublicGrant
const reference = { url: '/task.json', termsHash: '0x00' } as const

const failingWith = (error: unknown) =>
  standInProvider(() => {
    throw error
  }).provider

describe('requestDataUse', () => {
  it('sends the task and gives back the grant', async () => {
    const asked: unknown[] = []
    const { provider } = standInProvider((args) => {
      asked.push(args)
      return grant
    })
    await expect(requestDataUse(provider, reference)).resolves.toBe(grant)
    expect(asked).toEqual([{ method: 'dataUse_request', params: [reference] }])
  })

  it.each([
    [4001, RefusedError],
    [4100, UnauthorizedError],
    [4200, UnsupportedMethodError],
    [4900, DisconnectedError],
    [-32602, InvalidParamsError],
    [-32002, AlreadyPendingError],
    [-32005, RateLimitedError],
  ])('rejects code %i with its own class', async (code, expected) => {
    const error: unknown = await requestDataUse(
      failingWith(Object.assign(new Error('words'), { code, data: { id: 'r' } })),
      reference,
    ).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(expected)
    expect(error).toMatchObject({ code, message: 'words', data: { id: 'r' }, name: expected.name })
  })

  it.each([new Error('odd'), 'odd', undefined, { code: '4001' }])(
    'rejects what has no known code as an internal error: %s',
    async (thrown) => {
      const error: unknown = await getGrants(failingWith(thrown)).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(DataUseError)
      expect(error).toMatchObject({ code: -32603, cause: thrown })
    },
  )
})

it('relinquish names the grant', async () => {
  const asked: unknown[] = []
  const { provider } = standInProvider((args) => {
    asked.push(args)
    return null
  })
  await relinquish(provider, 'g')
  expect(asked).toEqual([{ method: 'dataUse_relinquish', params: ['g'] }])
})

it('a subscription ends with what it returned', () => {
  const { provider, emit } = standInProvider(() => null)
  const heard: unknown[] = []
  const stop = onContribution(provider, (contribution) => heard.push(contribution))
  emit('contribution', { grant: 'g', round: 1, state: 'sent' })
  stop()
  emit('contribution', { grant: 'g', round: 1, state: 'accepted' })
  expect(heard).toEqual([{ grant: 'g', round: 1, state: 'sent' }])
})
