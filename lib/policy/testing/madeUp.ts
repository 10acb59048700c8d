/** A term that nobody published. Put together here, because every term that the sources spell out must be a real one. */
export const madeUp = (prefix: 'dpv' | 'pd'): string => `${prefix}:MadeUp`
