const MEDIAN_MS = 4000
const SPREAD = 0.5

/**
 * How long a refusal by rule waits, milliseconds: log-normal around the few seconds in which people refuse, so that a
 * page cannot tell a rule, an empty vault or a spent budget from a person. Random from `crypto`; 0.7 s to 20 s.
 */
export const refusalDelay = (): number => {
  const [a, b] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number]
  const uniform = (a + 1) / 2 ** 32
  const normal = Math.sqrt(-2 * Math.log(uniform)) * Math.cos(2 * Math.PI * (b / 2 ** 32))
  return Math.round(Math.min(20_000, Math.max(700, MEDIAN_MS * Math.exp(SPREAD * normal))))
}
