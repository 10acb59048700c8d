// Bootstring of RFC 3492, with the parameters of Punycode.
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_N = 128

const digitOf = (char: string): number => {
  const code = char.charCodeAt(0)
  if (code >= 48 && code <= 57) return code - 22
  if (code >= 97 && code <= 122) return code - 97
  return BASE
}

const adapt = (delta: number, points: number, isFirst: boolean): number => {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

/** A label without its `xn--`; undefined where it is none. */
const decodeLabel = (label: string): string | undefined => {
  const end = label.lastIndexOf('-')
  const out = end > 0 ? [...label.slice(0, end)].map((char) => char.charCodeAt(0)) : []
  let n = INITIAL_N
  let i = 0
  let bias = INITIAL_BIAS
  for (let at = end > 0 ? end + 1 : 0; at < label.length; ) {
    const before = i
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(label[at++] ?? '')
      if (digit >= BASE || digit > (0x7fffffff - i) / weight) return undefined
      i += digit * weight
      const t = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (digit < t) break
      weight *= BASE - t
    }
    bias = adapt(i - before, out.length + 1, before === 0)
    n += Math.floor(i / (out.length + 1))
    if (n > 0x10ffff) return undefined
    i %= out.length + 1
    out.splice(i++, 0, n)
  }
  return String.fromCodePoint(...out)
}

/** A host as it is spoken: `xn--mnchen-3ya.example` is `münchen.example`. Undefined where it has no such label. */
export const spokenHost = (host: string): string | undefined => {
  const labels = host.split('.')
  if (!labels.some((label) => label.startsWith('xn--'))) return undefined
  return labels
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
}
