/** Longest origin there can be: scheme, a host of 253 characters, a port. */
const MAX_ORIGIN = 280
const ORIGIN = /^https?:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/
const WILDCARD = /^(https?:\/\/)\*\.(.+)$/

/** Whether this is an origin as a browser writes it: scheme, host in its one spelling, a port where it is not the usual. */
const isOrigin = (text: string): boolean => {
  if (text.length > MAX_ORIGIN || !ORIGIN.test(text)) return false
  try {
    return new URL(text).origin === text
  } catch {
    return false
  }
}

/** `https://a.example`, `https://a.example:8443`, or `https://*.a.example` for every host below it. */
export const isOriginPattern = (pattern: string): boolean => isOrigin(pattern.replace(WILDCARD, '$1$2'))

export interface OriginKeys {
  /** Every pattern that covers the origin: itself, and one for each host above. */
  readonly patterns: readonly string[]
  /** It is spelled as a browser spells an origin that has a site behind it. What is not is never allowed. */
  readonly sound: boolean
}

const NOTHING: OriginKeys = { patterns: [], sound: false }

/**
 * The patterns that cover an origin. `https://a.example.` with a dot at its end is the same host by another name: rules
 * against `https://a.example` cover it, and rules in favour do not.
 */
export const originKeys = (origin: string): OriginKeys => {
  if (origin.length > MAX_ORIGIN) return NOTHING
  const dotless = origin.replace(/\.(?=(?::[0-9]+)?$)/, '')
  if (!ORIGIN.test(dotless)) return NOTHING
  const scheme = dotless.indexOf('//') + 2
  const patterns = [dotless]
  for (let dot = dotless.indexOf('.', scheme); dot !== -1; dot = dotless.indexOf('.', dot + 1))
    patterns.push(`${dotless.slice(0, scheme)}*.${dotless.slice(dot + 1)}`)
  return { patterns, sound: dotless === origin }
}
