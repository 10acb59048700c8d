import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { countInPage } from './scripting.ts'

/** A stand-in for the browser, whose frames return what their pages like. */
const framesReturn = (results: readonly unknown[]) =>
  vi.stubGlobal('chrome', {
    scripting: { executeScript: async () => results.map((result) => ({ result })) },
  })

afterEach(() => vi.unstubAllGlobals())

describe('counting in a page', () => {
  it('takes the frame that counts most: a wallet shows itself in each', async () => {
    framesReturn([1, 2, 0])
    expect(await countInPage(1, () => 0)).toBe(2)
  })

  it('believes no page that says what is no small number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything()), async (results) => {
        framesReturn(results)
        const count = await countInPage(1, () => 0)
        expect(Number.isInteger(count) && count >= 0 && count <= 99).toBe(true)
      }),
    )
    framesReturn([-1, 1.5, '3', 1e9, Number.NaN, { valueOf: () => 3 }, undefined])
    expect(await countInPage(1, () => 0)).toBe(0)
  })

  it('counts nothing in a tab that cannot be looked into', async () => {
    vi.stubGlobal('chrome', { scripting: { executeScript: () => Promise.reject(new Error('No.')) } })
    expect(await countInPage(1, () => 0)).toBe(0)
  })
})
