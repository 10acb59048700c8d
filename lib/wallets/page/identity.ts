/** Wallets that set `window.ethereum` and say who they are by a flag. Order: the more particular flag first. */
const FLAGS: readonly [flag: string, name: string, rdns: string][] = [
  ['isCoinbaseWallet', 'Coinbase Wallet', 'com.coinbase.wallet'],
  ['isEnkrypt', 'Enkrypt', 'com.enkrypt'],
  ['isMEWwallet', 'MEW wallet', 'com.myetherwallet'],
  ['isRabby', 'Rabby Wallet', 'io.rabby'],
  ['isBraveWallet', 'Brave Wallet', 'com.brave.wallet'],
  ['isTrust', 'Trust Wallet', 'com.trustwallet.app'],
]
const METAMASK = 'isMetaMask'

/** Names like `isMetaMask` that are true on a provider, whether its own or its class's. */
export const trueFlags = (provider: object): readonly string[] => {
  const names = new Set<string>()
  try {
    for (
      let part: object | null = provider;
      part !== null && part !== Object.prototype;
      part = Object.getPrototypeOf(part) as object | null
    )
      for (const name of Object.getOwnPropertyNames(part)) if (/^is[A-Z]/.test(name)) names.add(name)
    return [...names].filter((name) => (provider as Record<string, unknown>)[name] === true)
  } catch {
    // A provider that resists being looked at says nothing about itself.
    return []
  }
}

/**
 * Who a provider on the window is. Many wallets say `isMetaMask` to be let in by old dApps, and their own flag beside it:
 * only one that says nothing else is taken at its word.
 */
export const legacyIdentity = (provider: object): { readonly name: string; readonly rdns: string } => {
  const flags = trueFlags(provider)
  const known = FLAGS.find(([flag]) => flags.includes(flag))
  if (known !== undefined) return { name: known[1], rdns: known[2] }
  if (flags.length === 1 && flags[0] === METAMASK) return { name: 'MetaMask', rdns: 'io.metamask' }
  return { name: 'Wallet in this browser', rdns: '' }
}
