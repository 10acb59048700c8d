import { describe, expect, it } from 'vitest'
import { type AliasTable, WORDS_AT_MOST } from './aliasTable.ts'
import { KERNEL_WORDS } from './kernel.ts'
import { noiseTable } from './noiseTable.ts'
import { planNoise } from './plan.ts'
import { openScriptKernel } from './scriptKernel.ts'
import { openWasmKernel } from './wasmKernel.ts'

/** Words of which one in eight stands exactly at its cell's threshold, so that the 128 further bits decide. */
const hardWords = ({ indexBits, cells, low }: AliasTable): Uint32Array<ArrayBuffer> => {
  const words = crypto.getRandomValues(new Uint32Array(KERNEL_WORDS))
  const asWords = new Uint32Array(low.buffer)
  for (let i = 0; i + WORDS_AT_MOST <= words.length; i += 8) {
    const index = words[i]! & (cells.length - 1)
    words[i] = ((cells[index]! >>> indexBits) << (indexBits + 1)) | (words[i]! & (2 ** (indexBits + 1) - 1))
    // Now and then these agree as well, up to the last 96, 64, 32 bits, or all.
    const agreeing = words[i + 7]! % 6
    if (agreeing > 1) words.set(asWords.subarray(4 * index, 4 * index + agreeing - 1), i + 1)
  }
  return words
}

describe.each([1, 3, 1000, 1025, 5000.5, 2 ** 19])('the kernels at sigma %d', (sigma) => {
  const plan = planNoise(sigma)
  const table = noiseTable(plan)
  const wasm = openWasmKernel(table, plan.scale)
  const script = openScriptKernel(table, plan.scale)

  it('make the same samples of the same words, also where further bits decide', () => {
    for (const [words, rounds] of [
      [() => crypto.getRandomValues(new Uint32Array(KERNEL_WORDS)), 5],
      [() => hardWords(table), 20],
    ] as const) {
      for (let round = 0; round < rounds; round++) {
        const drawn = words()
        wasm.words.set(drawn)
        script.words.set(drawn)
        const made = script.fill(KERNEL_WORDS, KERNEL_WORDS)
        expect(made).toBeGreaterThan(4000)
        expect(wasm.fill(KERNEL_WORDS, KERNEL_WORDS)).toBe(made)
        expect(wasm.samples.subarray(0, made)).toEqual(script.samples.subarray(0, made))
      }
    }
  })

  it('stop at the count, and where the words may not be enough', () => {
    const least = WORDS_AT_MOST * (plan.scale === 0 ? 1 : 2)
    for (const { fill } of [wasm, script]) {
      expect(fill(KERNEL_WORDS, 7)).toBe(7)
      expect(fill(KERNEL_WORDS, 0)).toBe(0)
      expect(fill(least, 1)).toBe(1)
      expect(fill(least - 1, 1)).toBe(0)
      expect(fill(0, 1)).toBe(0)
    }
  })
})

describe('a cell', () => {
  // Two cells: 0 keeps itself below its threshold, else it is 1.
  const table: AliasTable = {
    indexBits: 1,
    cells: Uint32Array.of((5 << 1) | 1, ((2 ** 30) << 1) | 1),
    low: BigUint64Array.of((9n << 32n) | 7n, (4n << 32n) | 3n, 0n, 0n),
  }
  const word = (fraction: number, index = 0, sign = 0) => ((fraction << 2) | (sign << 1) | index) >>> 0

  it.each([
    [[word(4)], 0],
    [[word(6)], 1],
    [[word(6, 0, 1)], -1],
    [[word(0, 1)], 1],
    [[word(2 ** 30 - 1, 1, 1)], -1],
    [[word(5), 6, 9, 0, 0], 0],
    [[word(5), 8, 9, 0, 0], 1],
    [[word(5), 0, 10, 0, 0], 1],
    [[word(5), 2 ** 32 - 1, 8, 0, 0], 0],
    [[word(5), 7, 9, 2, 4], 0],
    [[word(5), 7, 9, 3, 4], 1],
    [[word(5), 7, 9, 2 ** 32 - 1, 3], 0],
    [[word(5), 7, 9, 0, 5], 1],
  ])('decides %j as %d', (words, expected) => {
    for (const open of [openScriptKernel, openWasmKernel]) {
      const kernel = open(table, 0)
      kernel.words.set(words)
      expect(kernel.fill(WORDS_AT_MOST, 1)).toBe(1)
      expect(kernel.samples[0]).toBe(expected)
    }
  })
})
