/** `0x`-prefixed hexadecimal, lower or mixed case. Structurally the same as viem's `Hex`. */
export type Hex = `0x${string}`
/** A 20-byte account, `0x` and 40 digits. */
export type Address = Hex
/** A 32-byte value, `0x` and 64 digits. */
export type Bytes32 = Hex

export const ZERO_BYTES32: Bytes32 = `0x${'0'.repeat(64)}`
export const ZERO_ADDRESS: Address = `0x${'0'.repeat(40)}`

export const isAddress = (value: string): value is Address => /^0x[0-9a-fA-F]{40}$/.test(value)
export const isBytes32 = (value: string): value is Bytes32 => /^0x[0-9a-fA-F]{64}$/.test(value)

/** Addresses compare by value, never by checksum case. */
export const sameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
