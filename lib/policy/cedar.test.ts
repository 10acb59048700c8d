import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compile } from './compile.ts'
import { arbitraryKnownRequest, arbitraryRules, arbitrarySettings } from './testing/arbitraries.ts'
import { cedarEffects, prepareCedar } from './testing/cedar.ts'

/** 50 times: 50 sets of rules, each with the same 40 requests. */
const ROUNDS = 50
const SETS = 50
const REQUESTS = 40

/** What both can say, and how: testing/cedar.ts. */
it('100,000 decisions are the same as those of Cedar', { timeout: 120_000 }, () => {
  const sets = fc.sample(arbitraryRules, { numRuns: ROUNDS * SETS, seed: 1 })
  const requests = fc.sample(fc.tuple(arbitraryKnownRequest, arbitrarySettings), {
    numRuns: ROUNDS * REQUESTS,
    seed: 2,
  })
  const counts = { allow: 0, ask: 0, refuse: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const here = sets.slice(round * SETS, (round + 1) * SETS)
    const policies = here.map(compile)
    prepareCedar(here)
    for (const [request, settings] of requests.slice(round * REQUESTS, (round + 1) * REQUESTS)) {
      const theirs = cedarEffects(request, settings, SETS)
      policies.forEach((policy, set) => {
        const { effect } = policy.decide(request, settings)
        if (theirs[set]!.join() !== effect)
          expect({ rules: here[set], request, settings, effect }).toEqual({ effect: theirs[set] })
        counts[effect]++
      })
    }
  }
  const { allow, ask, refuse } = counts
  expect(allow + ask + refuse).toBe(100_000)
  // Agreeing on nothing but one answer would show nothing.
  expect(Math.min(allow, ask, refuse)).toBeGreaterThan(5_000)
})
