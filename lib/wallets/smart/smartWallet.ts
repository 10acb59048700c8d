import type { FoundWallet } from '../../db/schema.ts'

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="#0052ff"/><rect x="8" y="8" width="8" height="8" rx="1.5" fill="#fff"/></svg>',
)}`

/** Not found on a page but always there: a wallet of the web, reached through its own popup. No EIP-6963 name is its own. */
export const SMART_WALLET: FoundWallet = {
  id: 'coinbase-smart-wallet',
  rdns: '',
  name: 'Coinbase Smart Wallet',
  icon: ICON,
}
