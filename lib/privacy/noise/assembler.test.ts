import { describe, expect, it } from 'vitest'
import { assemble, type Code, i32, i64, ifThen, local, select, whileTrue } from './assembler.ts'

type Run = (...values: readonly number[]) => number

const compile = (parameters: number, locals: number, ...body: readonly Code[]) => {
  const bytes = assemble({ name: 'run', parameters, locals, body: body.flat() }, 1)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  return { run: exports.run as Run, memory: exports.memory as WebAssembly.Memory }
}
const { get, set } = local

describe('the assembler', () => {
  it.each([0, 1, 63, 64, -1, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)])(
    'writes the constant %d',
    (value) => {
      expect(compile(0, 0, i32.const(value)).run()).toBe(value)
    },
  )

  it.each([
    ['add', (a: number, b: number) => (a + b) | 0],
    ['subtract', (a: number, b: number) => (a - b) | 0],
    ['multiply', Math.imul],
    ['and', (a: number, b: number) => a & b],
    ['or', (a: number, b: number) => a | b],
    ['xor', (a: number, b: number) => a ^ b],
    ['shiftLeft', (a: number, b: number) => a << b],
    ['shiftRightUnsigned', (a: number, b: number) => (a >>> b) | 0],
    ['eq', (a: number, b: number) => Number(a === b)],
    ['ltUnsigned', (a: number, b: number) => Number(a >>> 0 < b >>> 0)],
    ['leUnsigned', (a: number, b: number) => Number(a >>> 0 <= b >>> 0)],
  ] as const)('has %s of 32 bits', (name, expected) => {
    const { run } = compile(2, 0, i32[name](get(0), get(1)))
    for (const a of [0, 1, 7, -1, 2 ** 31 - 1, -(2 ** 31)])
      for (const b of [0, 1, 7, 31, -1, -(2 ** 31)]) expect(run(a, b)).toBe(expected(a, b))
  })

  it('compares 64 bits of memory, unsigned, at addresses that are multiples of four', () => {
    const compare = (operator: 'eq' | 'ltUnsigned') =>
      compile(1, 0, i64[operator](i64.load(4, get(0)), i64.load(1000, get(0))))
    const values = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n]
    for (const operator of ['eq', 'ltUnsigned'] as const) {
      const { run, memory } = compare(operator)
      const view = new DataView(memory.buffer)
      for (const a of values)
        for (const b of values) {
          view.setBigUint64(8 + 4, a, true)
          view.setBigUint64(8 + 1000, b, true)
          expect(run(8)).toBe(Number(operator === 'eq' ? a === b : a < b))
        }
    }
  })

  it('stores, loops, branches and selects', () => {
    // Squares of 0 to n - 1 into memory; odd ones negated; gives how many were odd.
    const { run, memory } = compile(
      1,
      2,
      whileTrue(
        i32.ltUnsigned(get(1), get(0)),
        i32.store(
          16,
          i32.shiftLeft(get(1), i32.const(2)),
          select(
            i32.subtract(i32.const(0), i32.multiply(get(1), get(1))),
            i32.multiply(get(1), get(1)),
            i32.and(get(1), i32.const(1)),
          ),
        ),
        ifThen(i32.and(get(1), i32.const(1)), set(2, i32.add(get(2), i32.const(1)))),
        set(1, i32.add(get(1), i32.const(1))),
      ),
      get(2),
    )
    expect(run(0)).toBe(0)
    expect(run(200)).toBe(100)
    const written = new Int32Array(memory.buffer, 16, 201)
    expect(Array.from(written)).toEqual([
      ...Array.from({ length: 200 }, (_, i) => (i % 2 === 1 ? -i * i : i * i)),
      0,
    ])
  })
})
