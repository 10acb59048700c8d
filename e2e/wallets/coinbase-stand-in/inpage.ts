import { announce, iconOf } from '../stand-in/announce.ts'
import { CoinbaseProvider } from './provider.ts'
import { shareWindow } from './shareWindow.ts'

// The extension's source is not public. Read: CoinbaseWalletProvider of coinbase-wallet-sdk 3, which speaks of the extension,
// and util/provider of 4.4 (what dApps look for), Coinbase's page on its injected provider, and reports of what
// `window.ethereum` looks like beside MetaMask (detect-provider #35 and #66, use-metamask #35, metamask-react #33).
// Reproduced: `window.coinbaseWalletExtension` and `window.ethereum` at document_start, EIP-6963, `isCoinbaseWallet`,
// methods bound in the constructor, legacy `send`, `sendAsync`, `enable`, `setAppInfo`; beside other wallets
// `ethereum.providers` and `providerMap`. Not there: `coinbaseWalletExtensionSigner`, which a beta of the SDK looked for.

const provider = new CoinbaseProvider()
Object.assign(window, { coinbaseWalletExtension: provider })
shareWindow(provider)
announce({ name: 'Coinbase Wallet', rdns: 'com.coinbase.wallet', icon: iconOf('C', '#0052ff') }, provider)
