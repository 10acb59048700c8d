import { createHash } from 'node:crypto'

/** How Chromium names an extension: the first half of a SHA-256, in letters from a to p. */
const idOf = (bytes: string): string =>
  createHash('sha256')
    .update(bytes)
    .digest('hex')
    .slice(0, 32)
    .replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))

/** Id of an unpacked extension without a key of its own. */
export const idOfFolder = (path: string): string => idOf(path)

interface Key {
  /** For the manifest, as base64. Nothing is ever signed with it, so any bytes will do. */
  readonly key: string
  readonly id: string
}

const nthKey = (n: number): Key => ({
  key: Buffer.from(`stand-in ${n}`).toString('base64'),
  id: idOf(`stand-in ${n}`),
})

/**
 * Keys so that the ids of extensions sort in the order of `places`; `ours` there is the one of `id`. Chromium runs content
 * scripts of several extensions by id.
 */
export const keysInOrder = (
  places: readonly string[],
  ours: string,
  id: string,
): ReadonlyMap<string, string> => {
  const others = places.filter((name) => name !== ours)
  const first = places.includes(ours) ? places.indexOf(ours) : 0
  for (let most = 64; ; most *= 2) {
    const keys = Array.from({ length: most }, (_, n) => nthKey(n)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const before = keys.filter((one) => one.id < id).slice(0, first)
    const after = keys.filter((one) => one.id > id).slice(0, others.length - first)
    if (before.length + after.length === others.length)
      return new Map([...before, ...after].map(({ key }, index) => [others[index]!, key]))
  }
}
