/** JSON in which different numbers stay different: it writes 0 for -0, and null for what is not finite. */
export const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, own) =>
    typeof own === 'number' ? (Object.is(own, -0) ? '-0' : String(own)) : own,
  )
