import { createWalletFlow } from '../../lib/wallets/connect.ts'

// A worker with nothing but the wallet flow, for tests that call what no page of ours may.
Object.assign(globalThis, { walletFlow: createWalletFlow() })
