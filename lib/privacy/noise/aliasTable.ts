/** A table's masses are whole multiples of 2^-159: 31 bits of a first word, and 128 more where those do not decide. */
export const MASS_BITS = 159
const LOW_BITS = 128n
/** Words of 32 bits that one draw may take: one, or with probability 2^(indexBits - 31) five. */
export const WORDS_AT_MOST = 5
/** The widest index: a cell has 18 bits left for its threshold then. */
export const MAX_INDEX_BITS = 14

/**
 * The alias method of Walker (1977): one cell is as likely as another, and holds itself below a threshold, its alias above.
 * `cells[i]`: the threshold's first 32 - indexBits bits, then the alias. `low[2i]`, `low[2i + 1]`: its next 64 and last 64.
 */
export interface AliasTable {
  readonly indexBits: number
  readonly cells: Uint32Array<ArrayBuffer>
  readonly low: BigUint64Array<ArrayBuffer>
}

/** Whole weights that sum to 2^MASS_BITS, one for each of 2^indexBits outcomes; construction by Vose (1991), exactly. */
export const aliasTable = (weights: readonly bigint[], indexBits: number): AliasTable => {
  const size = 2 ** indexBits
  const full = 1n << BigInt(MASS_BITS - indexBits)
  const cells = new Uint32Array(size)
  const low = new BigUint64Array(2 * size)
  const rest = Array.from({ length: size }, (_, i) => weights[i] ?? 0n)
  const setCell = (index: number, keep: bigint, alias: number): void => {
    cells[index] = Number(keep >> LOW_BITS) * size + alias
    low[2 * index] = BigInt.asUintN(64, keep >> 64n)
    low[2 * index + 1] = BigInt.asUintN(64, keep)
  }
  const small: number[] = []
  const large: number[] = []
  rest.forEach((weight, i) => {
    ;(weight < full ? small : large).push(i)
  })
  while (small.length > 0) {
    const index = small.pop()!
    const alias = large.at(-1)!
    setCell(index, rest[index]!, alias)
    rest[alias]! -= full - rest[index]!
    if (rest[alias]! < full) small.push(large.pop()!)
  }
  // What is left is full to the last unit, because the weights sum to the whole.
  for (const index of large) setCell(index, full, index)
  return { indexBits, cells, low }
}

/** The weight of every outcome as the table holds it, of 2^MASS_BITS: what it draws, whatever it was made from. */
export const tableWeights = ({ indexBits, cells, low }: AliasTable): bigint[] => {
  const full = 1n << BigInt(MASS_BITS - indexBits)
  const weights = Array.from(cells, () => 0n)
  cells.forEach((cell, index) => {
    const high = BigInt(cell >>> indexBits)
    const keep = (((high << 64n) | low[2 * index]!) << 64n) | low[2 * index + 1]!
    weights[index]! += keep
    weights[cell & (cells.length - 1)]! += full - keep
  })
  return weights
}
