import { describe, expect, it } from 'vitest'
import { newDelegation } from '../attest/delegation.ts'
import type { WalletConnection, WalletState } from '../db/schema.ts'
import { projectConnection, projectWallet } from './wallet.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const OTHER = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const NOW = 1_800_000_000_000
const wallet = { id: 'w', rdns: '', name: 'Example', icon: '' }

const standing: WalletConnection = {
  wallet,
  account: ACCOUNT,
  chainId: 8453,
  delegation: {
    statement: newDelegation({ account: ACCOUNT, key: OTHER, chainId: 8453, payee: ACCOUNT, now: NOW }),
    signature: '0x00',
  },
}

describe('the wallet, as pages show it', () => {
  it('offers Coinbase Smart Wallet last, and says while no other was found', () => {
    const looking = projectWallet({ state: 'choosing', wallets: [] }, NOW)
    expect(looking).toMatchObject({ isLooking: true, wallets: [{ name: 'Coinbase Smart Wallet' }] })
    const found = projectWallet({ state: 'choosing', wallets: [wallet] }, NOW)
    expect(found).toMatchObject({
      isLooking: false,
      wallets: [{ name: 'Example' }, { id: 'coinbase-smart-wallet' }],
    })
  })

  it.each([
    { state: 'choosing', wallets: [], standing },
    { state: 'confirming', wallet, accounts: [OTHER, ACCOUNT], chainId: 1, standing },
    { state: 'failed', problem: { code: 'wallet/rejected', message: 'No.', at: NOW }, standing },
  ] satisfies WalletState[])('is connected as before while another attempt is $state', (state) => {
    expect(projectWallet(state, NOW)).toMatchObject({ state: state.state, standing: ACCOUNT })
    expect(projectConnection(state, NOW)).toMatchObject({
      state: 'connected',
      account: ACCOUNT,
      validity: 'good',
    })
  })

  it('says when what stands has lapsed', () => {
    const later = NOW + 31 * 24 * 3600 * 1000
    expect(projectConnection({ state: 'connected', ...standing }, later)).toMatchObject({
      validity: 'lapsed',
    })
  })

  it('is not connected where nothing stands', () => {
    expect(projectConnection({ state: 'connecting', wallet }, NOW)).toMatchObject({ state: 'connecting' })
  })
})
