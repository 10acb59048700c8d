/**
 * A small assembler of WebAssembly 1.0 (W3C, 2019), as nested expressions in the manner of its text format: each helper gives
 * the bytes of its operands, then its own instruction. It knows the instructions that the noise kernel uses, no more.
 */
export type Code = readonly number[]

const unsigned = (value: number): Code =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]

const signed = (value: number): Code => {
  const low = value & 0x7f
  const rest = value >> 7
  const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
  return last ? [low] : [low | 0x80, ...signed(rest)]
}

const TYPE = { i32: 0x7f, none: 0x40, function: 0x60 } as const

const binary =
  (opcode: number) =>
  (left: Code, right: Code): Code => [...left, ...right, opcode]

/** `alignment`: log2 of the bytes that addresses are multiples of; a hint only. */
const load =
  (opcode: number, alignment: number) =>
  (offset: number, address: Code): Code => [...address, opcode, alignment, ...unsigned(offset)]

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: load(0x28, 2),
  store: (offset: number, address: Code, value: Code): Code => [
    ...address,
    ...value,
    0x36,
    2,
    ...unsigned(offset),
  ],
  eq: binary(0x46),
  ltUnsigned: binary(0x49),
  leUnsigned: binary(0x4d),
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shiftLeft: binary(0x74),
  shiftRightUnsigned: binary(0x76),
} as const

export const i64 = {
  /** From an address that is a multiple of four. */
  load: load(0x29, 2),
  eq: binary(0x51),
  ltUnsigned: binary(0x54),
} as const

export const local = {
  get: (index: number): Code => [0x20, ...unsigned(index)],
  set: (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)],
} as const

/** `whenTrue` if `condition` is not zero, else `whenFalse`; both are computed. */
export const select = (whenTrue: Code, whenFalse: Code, condition: Code): Code => [
  ...whenTrue,
  ...whenFalse,
  ...condition,
  0x1b,
]

export const ifThen = (condition: Code, ...body: readonly Code[]): Code => [
  ...condition,
  0x04,
  TYPE.none,
  ...body.flat(),
  0x0b,
]

/** Runs `body` as long as `condition` holds before it. */
export const whileTrue = (condition: Code, ...body: readonly Code[]): Code => [
  ...[0x03, TYPE.none],
  ...ifThen(condition, ...body, [0x0c, 1]),
  0x0b,
]

export interface WasmFunction {
  readonly name: string
  /** How many parameters and further local variables, all of type i32 and numbered in this order; one result. */
  readonly parameters: number
  readonly locals: number
  readonly body: Code
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const sized = (code: Code): Code => [...unsigned(code.length), ...code]
const text = (value: string): Code => sized([...new TextEncoder().encode(value)])
const section = (id: number, items: readonly Code[]): Code => [id, ...sized(vector(items))]

/** A module that exports one function, and its memory of `pages` times 64 KiB as `memory`. */
export const assemble = (
  { name, parameters, locals, body }: WasmFunction,
  pages: number,
): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      [
        TYPE.function,
        ...vector(Array.from({ length: parameters }, () => [TYPE.i32])),
        ...vector([[TYPE.i32]]),
      ],
    ]),
    ...section(3, [[0]]),
    ...section(5, [[1, ...unsigned(pages), ...unsigned(pages)]]),
    ...section(7, [
      [...text(name), 0, 0],
      [...text('memory'), 2, 0],
    ]),
    ...section(10, [sized([...vector([[...unsigned(locals), TYPE.i32]]), ...body, 0x0b])]),
  ])
