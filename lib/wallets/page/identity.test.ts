import { describe, expect, it } from 'vitest'
import { legacyIdentity, trueFlags } from './identity.ts'

describe('legacyIdentity', () => {
  it.each([
    [{ isMetaMask: true }, 'io.metamask'],
    [{ isMetaMask: true, isEnkrypt: true }, 'com.enkrypt'],
    [{ isMetaMask: true, isTrust: true, isMEWwallet: true }, 'com.myetherwallet'],
    [{ isCoinbaseWallet: true, isMetaMask: true }, 'com.coinbase.wallet'],
    [{ isMetaMask: true, isRabby: true }, 'io.rabby'],
    [{ isMetaMask: true, isSomethingElse: true }, ''],
    [{ isMetaMask: false }, ''],
    [{}, ''],
  ])('%o is %s', (flags, rdns) => {
    expect(legacyIdentity(flags).rdns).toBe(rdns)
  })
})

describe('trueFlags', () => {
  it('reads flags of the class as well as own ones, and only those that are true', () => {
    class Wallet {
      isOwn = true
      isNot = false
      get isGot() {
        return true
      }
      isConnected() {
        return true
      }
      issue = true
    }
    expect(trueFlags(new Wallet()).toSorted()).toEqual(['isGot', 'isOwn'])
  })

  it('says nothing of a provider whose traps throw', () => {
    const hostile = new Proxy(
      { isMetaMask: true },
      {
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    expect(trueFlags(hostile)).toEqual([])
    expect(legacyIdentity(hostile).rdns).toBe('')
  })
})
