import { expect, it } from 'vitest'
import { newDelegation } from '../../attest/delegation.ts'
import { sendCallsCall } from '../batch.ts'
import { accountsCall, sendTransactionCall, signDelegationCall, switchChainCall } from '../calls.ts'
import { asksOf } from './question.ts'
import { SMART_WALLET } from './smartWallet.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const TO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

it('says of each of our calls what it asks of the person', () => {
  const statement = newDelegation({ account: ACCOUNT, key: TO, chainId: 8453, payee: ACCOUNT, now: 0 })
  const call = { to: TO, data: '0x12' } as const
  const asks = [
    accountsCall(SMART_WALLET, { anew: true }),
    signDelegationCall(SMART_WALLET, statement),
    switchChainCall(SMART_WALLET, 84532),
    sendTransactionCall(SMART_WALLET, ACCOUNT, { chainId: 8453, ...call }),
    sendCallsCall(SMART_WALLET, ACCOUNT, [call, call], { chainId: 8453 }),
    sendCallsCall(SMART_WALLET, ACCOUNT, [call], { chainId: 8453, paymasterUrl: 'https://pay.example/key' }),
  ].map(asksOf)
  expect(asks).toEqual([
    { kind: 'connect' },
    { kind: 'sign', account: ACCOUNT },
    { kind: 'switch', chainId: 84532 },
    { kind: 'send', chainId: 8453, to: [TO] },
    { kind: 'send', chainId: 8453, to: [TO, TO] },
    { kind: 'send', chainId: 8453, to: [TO], sponsor: 'pay.example' },
  ])
})
