import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Outcome, WalletCall } from '../messages.ts'
import { createOnce } from './once.ts'

const callOf = (id: string): WalletCall => ({
  id,
  wallet: { id: 'w', rdns: '' },
  method: 'eth_chainId',
  params: [],
})

it('carries out every call exactly once, whatever is asked again and whenever it is answered', async () => {
  const steps = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), act: fc.constantFrom('ask', 'answer') }),
    { maxLength: 30 },
  )
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const carried = new Map<string, number>()
      const answers = new Map<string, () => void>()
      const told: Outcome[] = []
      const ask = createOnce(
        ({ id }) =>
          new Promise((resolve) => {
            carried.set(id, (carried.get(id) ?? 0) + 1)
            answers.set(id, () => resolve({ id, result: id }))
          }),
        (outcome) => told.push(outcome),
      )
      const asked = new Set<string>()
      for (const { id, act } of given) {
        if (act === 'ask') {
          asked.add(id)
          void ask(callOf(id))
        } else answers.get(id)?.()
        await Promise.resolve()
      }
      expect([...carried.values()].every((times) => times === 1)).toBe(true)
      expect(new Set(carried.keys())).toEqual(asked)
      for (const outcome of told) expect(outcome).toEqual({ id: outcome.id, result: outcome.id })
    }),
  )
})

it('tells the answer again to whoever asks again', async () => {
  const told: Outcome[] = []
  const ask = createOnce(
    async ({ id }) => ({ id, result: 1 }),
    (outcome) => told.push(outcome),
  )
  await ask(callOf('a'))
  await ask(callOf('a'))
  expect(told).toEqual([
    { id: 'a', result: 1 },
    { id: 'a', result: 1 },
  ])
})
