import { readContract } from 'viem/actions'
import type { Address } from '../protocol/hex.ts'
import { erc20Abi } from './abi/erc20.ts'
import type { ChainClient } from './client.ts'
import { answered, ChainError } from './errors.ts'

export interface TokenFacts {
  /** As the token calls itself: anybody may deploy a token of any name. At most 32 characters. */
  readonly symbol: string
  /** Digits after the point of one whole token: 0 to 36. */
  readonly decimals: number
}

const MAX_SYMBOL_LENGTH = 32
const MAX_DECIMALS = 36

/** Throws `chain/token` where the contract does not describe itself as ERC-20's metadata extension asks. */
export const readToken = async (client: ChainClient, token: Address): Promise<TokenFacts> => {
  const [symbol, decimals] = await Promise.all([
    answered(readContract(client, { address: token, abi: erc20Abi, functionName: 'symbol' })),
    answered(readContract(client, { address: token, abi: erc20Abi, functionName: 'decimals' })),
  ])
  if (symbol === '' || symbol.length > MAX_SYMBOL_LENGTH || decimals > MAX_DECIMALS)
    throw new ChainError('chain/token', 'The token of this task does not describe itself as it should.', {
      details: `Symbol of ${symbol.length} characters, ${decimals} decimals.`,
    })
  return { symbol, decimals }
}

/** What `account` holds of `token`: base units. */
export const balanceOf = (client: ChainClient, token: Address, account: Address): Promise<bigint> =>
  answered(
    readContract(client, { address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
  )
