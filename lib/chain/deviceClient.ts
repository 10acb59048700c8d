import type { VerifyTypedData } from '../attest/signature.ts'
import { readSettings } from '../db/settings.ts'
import { rpcFetch } from '../net/fetch.ts'
import { CHAINS } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { chainClient } from './client.ts'
import { chainVerify } from './verify.ts'

/** A client, on this device, for the RPC that the person configured or the chain's default. Throws `chain/unknown`. */
export const deviceClient = async (chainId: number) => {
  const rpcUrl = (await readSettings()).rpcUrls[chainId] ?? CHAINS[chainId]?.rpcUrl
  if (rpcUrl === undefined)
    throw new ProvisoError('chain/unknown', `Proviso does not know chain ${chainId}.`, {
      todo: 'Add an RPC address for it in Settings.',
    })
  return chainClient({ chainId, rpcUrl, fetchFn: rpcFetch(rpcUrl) })
}

/** Checks signatures of any account on a chain, contract wallets included (ERC-1271, ERC-6492). */
export const deviceVerify =
  (chainId: number): VerifyTypedData =>
  async (claim) =>
    chainVerify(await deviceClient(chainId))(claim)
