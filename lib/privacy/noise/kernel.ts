import type { AliasTable } from './aliasTable.ts'

/** Words and samples of one call of a kernel: 64 KiB, as much as `crypto.getRandomValues` gives at once. */
export const KERNEL_WORDS = 16_384

/** Turns random words into samples. Two kernels of one table and scale turn the same words into the same samples. */
export interface Kernel {
  /** To be filled with random words before a call, KERNEL_WORDS at most. */
  readonly words: Uint32Array<ArrayBuffer>
  /** Where samples stand after it, as many. */
  readonly samples: Int32Array<ArrayBuffer>
  /**
   * Makes at most `count` samples, at most KERNEL_WORDS, of the first `available` words, and gives how many it made: it
   * stops where the words that are left may not be enough for one more.
   */
  readonly fill: (available: number, count: number) => number
}

/** `scale`: of the second draw, 0 for none. */
export type OpenKernel = (table: AliasTable, scale: number) => Kernel
