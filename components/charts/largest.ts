/** The largest of some amounts, at least 1, so that one may divide by it. */
export const largest = (amounts: Iterable<bigint>): bigint => {
  let most = 1n
  for (const amount of amounts) if (amount > most) most = amount
  return most
}
