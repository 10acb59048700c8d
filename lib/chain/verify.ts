import { getChainId, verifyTypedData } from 'viem/actions'
import { type VerifyTypedData, verifyEoa } from '../attest/signature.ts'
import type { ChainClient } from './client.ts'
import { answered } from './errors.ts'

/**
 * Checks signatures of any account: plain ones without the network, contract wallets by asking them (ERC-1271), wallets
 * that are not deployed yet by deploying them inside a simulated call (ERC-6492). False also for what cannot be a
 * signature at all; throws `chain/unreachable` only where the chain could not be asked.
 */
export const chainVerify =
  (client: ChainClient): VerifyTypedData =>
  async (claim) => {
    if (await verifyEoa(claim)) return true
    const { address, typedData, signature } = claim
    if (await answered(verifyTypedData(client, { address, ...typedData, signature }))) return true
    // A failed call and a lost connection look alike to viem: a "no" counts only from a node that answers.
    await answered(getChainId(client))
    return false
  }
