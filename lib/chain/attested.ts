import { readContract } from 'viem/actions'
import { CHAINS } from '../protocol/chains.ts'
import { type Address, type Bytes32, sameAddress } from '../protocol/hex.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { easAbi } from './abi/eas.ts'
import type { ChainClient } from './client.ts'
import { answered } from './errors.ts'

export interface PublisherAttestation {
  readonly schema: Bytes32
  readonly attester: Address
}

/**
 * Of the attestations that a task names, those that hold on its chain at `now` (milliseconds since 1970): about the
 * publisher's address, neither revoked nor expired. What an attestation says in its data is not read: who attests and under
 * which schema is what a rule speaks of. Rejects where the chain cannot be asked.
 */
export const readAttested = async (
  client: ChainClient,
  { publisher, reward }: TaskManifest,
  now: number,
): Promise<readonly PublisherAttestation[]> => {
  const address = CHAINS[reward.chainId]?.eas.address
  if (address === undefined) return []
  const named = await Promise.all(
    (publisher.attestations ?? []).map((uid) =>
      answered(readContract(client, { address, abi: easAbi, functionName: 'getAttestation', args: [uid] })),
    ),
  )
  return named
    .filter(
      ({ uid, recipient, revocationTime, expirationTime }, index) =>
        uid === publisher.attestations?.[index] &&
        sameAddress(recipient, publisher.address) &&
        revocationTime === 0n &&
        (expirationTime === 0n || Number(expirationTime) * 1000 > now),
    )
    .map(({ schema, attester }) => ({ schema, attester }))
}
