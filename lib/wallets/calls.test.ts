import { hashTypedData } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { newDelegation } from '../attest/delegation.ts'
import { delegationHash } from '../protocol/statements.ts'
import { readAccounts, readChainId, readHex, sendTransactionCall, signDelegationCall } from './calls.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const KEY = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const wallet = { id: 'uuid', rdns: 'com.coinbase.wallet', name: 'Coinbase Wallet', icon: 'data:image/png,' }

describe('calls to a wallet', () => {
  it('ask for a signature over exactly the delegation', () => {
    const statement = newDelegation({
      account: ACCOUNT,
      key: KEY,
      chainId: 8453,
      payee: ACCOUNT,
      now: 1_700_000_000_000,
    })
    const { method, params } = signDelegationCall(wallet, statement)
    const [account, json] = params as [string, string]
    expect([method, account]).toEqual(['eth_signTypedData_v4', ACCOUNT])
    const typedData = JSON.parse(json)
    expect(typedData.types.EIP712Domain).toEqual([
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
    ])
    expect(hashTypedData(typedData)).toBe(delegationHash(statement))
  })

  it('send a transaction without value, on the chain that was meant', () => {
    const call = sendTransactionCall(wallet, ACCOUNT, { chainId: 8453, to: KEY, data: '0x1234' })
    expect(call).toMatchObject({
      wallet: { id: 'uuid', rdns: 'com.coinbase.wallet' },
      params: [{ from: ACCOUNT, to: KEY, data: '0x1234', value: '0x0', chainId: '0x2105' }],
    })
  })
})

describe('answers of a wallet', () => {
  it('name accounts in any case, and are read in the checksummed one', () => {
    expect(readAccounts([ACCOUNT.toLowerCase(), KEY])).toEqual([ACCOUNT, KEY])
    expect(readAccounts([])).toEqual([])
  })
  it.each([undefined, null, ACCOUNT, {}, [1], ['0x12'], [ACCOUNT, 'x']])('are no accounts: %s', (result) => {
    expect(readAccounts(result)).toBeUndefined()
  })
  it('name a chain in hexadecimal or as a number', () => {
    expect(readChainId('0x2105')).toBe(8453)
    expect(readChainId(8453)).toBe(8453)
  })
  it.each([undefined, '8453', '0x', 0, -1, 1.5, '0xffffffffffffffff', Number.NaN])(
    'are no chain: %s',
    (result) => {
      expect(readChainId(result)).toBeUndefined()
    },
  )
  it('hold bytes up to a limit', () => {
    expect(readHex('0x12Ab', 2)).toBe('0x12Ab')
    expect(readHex('0x1234', 1)).toBeUndefined()
  })
  it.each([undefined, '0x', '0x1', '1234', '0xzz', 7])('are no bytes: %s', (result) => {
    expect(readHex(result, 65)).toBeUndefined()
  })
})
