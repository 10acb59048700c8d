import { MAX_INDEX_BITS, WORDS_AT_MOST } from './aliasTable.ts'
import { assemble, type Code, i32, i64, ifThen, local, select, whileTrue } from './assembler.ts'
import { KERNEL_WORDS, type Kernel, type OpenKernel } from './kernel.ts'

/** Where things stand in the module's memory, in bytes. */
const CELLS = 0
const LOW = CELLS + 4 * 2 ** MAX_INDEX_BITS
const WORDS = LOW + 16 * 2 ** MAX_INDEX_BITS
const SAMPLES = WORDS + 4 * KERNEL_WORDS
const PAGES = Math.ceil((SAMPLES + 4 * KERNEL_WORDS) / 65_536)

/** Parameters, then local variables. Addresses are in bytes, from WORDS and SAMPLES on. */
const AVAILABLE = 0
const COUNT = 1
const INDEX_BITS = 2
const SCALE = 3
const NEXT = 4
const OUT = 5
const MASK = 6
const WORD = 7
const INDEX = 8
const CELL = 9
const HIGH = 10
const KEEP = 11
const SAMPLE = 12
const LAST = 13
const VARIABLES = 10

const { get, set } = local
const advance = (variable: number, bytes: number): Code =>
  set(variable, i32.add(get(variable), i32.const(bytes)))

/** The address of a cell's low bits, before LOW. */
const lowAddress = i32.shiftLeft(get(INDEX), i32.const(4))
const firstWide = i64.load(WORDS, get(NEXT))
const lastWide = i64.load(WORDS + 8, get(NEXT))
const belowLow = i32.or(
  i64.ltUnsigned(firstWide, i64.load(LOW, lowAddress)),
  i32.and(
    i64.eq(firstWide, i64.load(LOW, lowAddress)),
    i64.ltUnsigned(lastWide, i64.load(LOW + 8, lowAddress)),
  ),
)
/** -1 where the sign bit is set, else 0. The variable HIGH is free by then. */
const negative = i32.subtract(
  i32.const(0),
  i32.and(i32.shiftRightUnsigned(get(WORD), get(INDEX_BITS)), i32.const(1)),
)
const fraction = i32.shiftRightUnsigned(get(WORD), i32.add(get(INDEX_BITS), i32.const(1)))

/** One draw, left in the variable HIGH. */
const draw: Code = [
  set(WORD, i32.load(WORDS, get(NEXT))),
  advance(NEXT, 4),
  set(INDEX, i32.and(get(WORD), get(MASK))),
  set(CELL, i32.load(CELLS, i32.shiftLeft(get(INDEX), i32.const(2)))),
  set(HIGH, i32.shiftRightUnsigned(get(CELL), get(INDEX_BITS))),
  set(KEEP, i32.ltUnsigned(fraction, get(HIGH))),
  ifThen(i32.eq(fraction, get(HIGH)), set(KEEP, belowLow), advance(NEXT, 16)),
  set(INDEX, select(get(INDEX), i32.and(get(CELL), get(MASK)), get(KEEP))),
  set(HIGH, negative),
  set(HIGH, i32.subtract(i32.xor(get(INDEX), get(HIGH)), get(HIGH))),
].flat()

const wordsForOne = (): Code => {
  const bytes = 4 * WORDS_AT_MOST
  return select(i32.const(2 * bytes), i32.const(bytes), get(SCALE))
}

/** The loop of `scriptKernel.ts`, line by line. */
const module = (): Uint8Array<ArrayBuffer> =>
  assemble(
    {
      name: 'fill',
      parameters: 4,
      locals: VARIABLES,
      body: [
        set(MASK, i32.subtract(i32.shiftLeft(i32.const(1), get(INDEX_BITS)), i32.const(1))),
        set(COUNT, i32.shiftLeft(get(COUNT), i32.const(2))),
        // One more sample is begun while next + wordsForOne <= available.
        set(LAST, i32.shiftLeft(get(AVAILABLE), i32.const(2))),
        whileTrue(
          i32.and(
            i32.ltUnsigned(get(OUT), get(COUNT)),
            i32.leUnsigned(i32.add(get(NEXT), wordsForOne()), get(LAST)),
          ),
          draw,
          set(SAMPLE, get(HIGH)),
          ifThen(get(SCALE), draw, set(SAMPLE, i32.add(get(SAMPLE), i32.multiply(get(SCALE), get(HIGH))))),
          i32.store(SAMPLES, get(OUT), get(SAMPLE)),
          advance(OUT, 4),
        ),
        i32.shiftRightUnsigned(get(OUT), i32.const(2)),
      ].flat(),
    },
    PAGES,
  )

let compiled: WebAssembly.Module | undefined

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly fill: (available: number, count: number, indexBits: number, scale: number) => number
}

/** The kernel in WebAssembly. Throws `WebAssembly.CompileError` where a content security policy forbids it. */
export const openWasmKernel: OpenKernel = ({ indexBits, cells, low }, scale): Kernel => {
  compiled ??= new WebAssembly.Module(module())
  const { memory, fill } = new WebAssembly.Instance(compiled).exports as unknown as Exports
  const { buffer } = memory
  new Uint32Array(buffer, CELLS, cells.length).set(cells)
  new BigUint64Array(buffer, LOW, low.length).set(low)
  return {
    words: new Uint32Array(buffer, WORDS, KERNEL_WORDS),
    samples: new Int32Array(buffer, SAMPLES, KERNEL_WORDS),
    fill: (available, count) => fill(available, count, indexBits, scale),
  }
}
