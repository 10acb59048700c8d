import { WORDS_AT_MOST } from './noise/aliasTable.ts'
import { sampleDistance } from './noise/distance.ts'
import { KERNEL_WORDS, type OpenKernel } from './noise/kernel.ts'
import { noiseTable } from './noise/noiseTable.ts'
import { planNoise } from './noise/plan.ts'
import { openScriptKernel } from './noise/scriptKernel.ts'
import { openWasmKernel } from './noise/wasmKernel.ts'

/** Samples of the discrete Gaussian N_Z(0, sigma^2), P(x) proportional to exp(-x^2 / (2 sigma^2)) on the whole numbers. */
export interface DiscreteGaussian {
  readonly sigma: number
  /** At most this far, in total variation, is one sample from N_Z(0, sigma^2). */
  readonly distance: number
  /** No sample is larger than this, in absolute value. */
  readonly largest: number
  /** Overwrites `out` with independent samples. */
  fill(out: Int32Array): void
}

/** WebAssembly, or TypeScript where a page's policy forbids to compile it. */
export const openKernel: OpenKernel = (table, scale) => {
  try {
    return openWasmKernel(table, scale)
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return openScriptKernel(table, scale)
    throw error
  }
}

/**
 * A sampler of N_Z(0, `sigma`^2) (Canonne, Kamath, Steinke 2020) from `crypto.getRandomValues`: one draw from a table, or for
 * wider noise the sum of two, the second scaled (Poeppelmann, Ducas, Guneysu 2014; Micciancio, Walter 2017). Making one
 * takes tens of milliseconds: keep it. Throws `privacy/bad-noise` unless 1 <= `sigma` <= 2^19.
 */
export const discreteGaussian = (sigma: number, open: OpenKernel = openKernel): DiscreteGaussian => {
  const plan = planNoise(sigma)
  const table = noiseTable(plan)
  const { words, samples, fill } = open(table, plan.scale)
  const draws = plan.scale === 0 ? 1 : 2
  const mostSamples = Math.floor(KERNEL_WORDS / draws)
  return {
    sigma,
    distance: sampleDistance(table, plan),
    largest: (table.cells.length - 1) * (1 + plan.scale),
    fill: (out) => {
      let used = 0
      for (let done = 0; done < out.length; ) {
        const wanted = Math.min(mostSamples, out.length - done)
        const available = Math.min(KERNEL_WORDS, (wanted + WORDS_AT_MOST) * draws)
        crypto.getRandomValues(words.subarray(0, available))
        const made = fill(available, wanted)
        out.set(samples.subarray(0, made), done)
        done += made
        used = Math.max(used, available)
      }
      // Noise that can be read back can be taken off again.
      words.fill(0, 0, used)
      samples.fill(0, 0, used)
    },
  }
}
