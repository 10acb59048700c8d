import { WORDS_AT_MOST } from './aliasTable.ts'
import { KERNEL_WORDS, type OpenKernel } from './kernel.ts'

/** The kernel in TypeScript: what the one in WebAssembly is compared with, and what stands in where that is not allowed. */
export const openScriptKernel: OpenKernel = ({ indexBits, cells, low }, scale) => {
  const words = new Uint32Array(KERNEL_WORDS)
  const samples = new Int32Array(KERNEL_WORDS)
  const mask = cells.length - 1
  let next = 0

  /** Two words as 64 bits, the first of them lowest. */
  const wide = (): bigint => {
    next += 2
    return (BigInt(words[next - 1]!) << 32n) | BigInt(words[next - 2]!)
  }
  /** Whether the 128 bits that follow are below the cell's; reads them whole, whatever they are. */
  const belowLow = (index: number): boolean => {
    const first = wide()
    const last = wide()
    return first < low[2 * index]! || (first === low[2 * index] && last < low[2 * index + 1]!)
  }
  const draw = (): number => {
    const word = words[next]!
    next += 1
    const index = word & mask
    const cell = cells[index]!
    const fraction = word >>> (indexBits + 1)
    const high = cell >>> indexBits
    const keep = fraction === high ? belowLow(index) : fraction < high
    const magnitude = keep ? index : cell & mask
    const negative = -((word >>> indexBits) & 1)
    return (magnitude ^ negative) - negative
  }

  return {
    words,
    samples,
    fill: (available, count) => {
      const last = available - (scale === 0 ? 1 : 2) * WORDS_AT_MOST
      next = 0
      let made = 0
      while (made < count && next <= last) {
        let sample = draw()
        if (scale !== 0) sample += scale * draw()
        samples[made] = sample
        made += 1
      }
      return made
    },
  }
}
