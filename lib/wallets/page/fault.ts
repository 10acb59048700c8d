import type { WalletFault } from '../messages.ts'

const MAX_MESSAGE_CHARS = 300

/** What a wallet threw, as a fault: wallets throw errors, plain objects and anything else. */
export const faultOf = (error: unknown): WalletFault => {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<WalletFault>
  return {
    code: typeof code === 'number' ? code : -32603,
    message:
      typeof message === 'string' ? message.slice(0, MAX_MESSAGE_CHARS) : 'The wallet did not say why.',
  }
}
