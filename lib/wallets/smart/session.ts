/** The SDK keeps its session (accounts, chain, keys of its channel) in this origin's local storage under these names. */
const PREFIXES = ['-CBWSDK:', '-walletlink:']

/** Forgets the session with Coinbase Smart Wallet: the next question begins with a connection. */
export const forgetSmartWallet = (storage: Storage = localStorage): void => {
  for (const key of Object.keys(storage))
    if (PREFIXES.some((prefix) => key.startsWith(prefix))) storage.removeItem(key)
}
