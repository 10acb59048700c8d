export interface WalletInfo {
  readonly name: string
  readonly rdns: string
  readonly icon: string
}

/** A square of one colour with a letter, as wallets announce their icons. */
export const iconOf = (letter: string, colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96'><rect width='96' height='96' rx='22' fill='${colour}'/><text x='48' y='66' font-size='52' text-anchor='middle' fill='#fff'>${letter}</text></svg>`,
  )}`

/** `crypto.randomUUID` is missing on plain http pages, where wallets inject all the same. */
export const uuid = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** EIP-6963: now, and whenever a page asks. The detail is frozen, as the proposal wants it. */
export const announce = (info: WalletInfo, provider: object): void => {
  const detail = Object.freeze({ info: Object.freeze({ uuid: uuid(), ...info }), provider })
  const say = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  addEventListener('eip6963:requestProvider', say)
  say()
}
