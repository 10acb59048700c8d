import { writeSettings } from '../../lib/db/settings.ts'
import { onWorkerMessage } from '../../lib/platform/messages.ts'
import { createWalletFlow } from '../../lib/wallets/connect.ts'

// A worker with nothing but the wallet flow, for tests that call what no page of ours may.
const walletFlow = createWalletFlow()
Object.assign(globalThis, { walletFlow, writeSettings })

/** Our own pages' buttons work as ever. */
onWorkerMessage({
  command: async (name, params) => {
    const done = { ok: true, result: null } as const
    if (name === 'wallet.confirm') await walletFlow.confirm((params as { account: string }).account)
    if (name === 'wallet.cancel') await walletFlow.cancel()
    return done
  },
  trainer: async () => undefined,
})
