import { bytesToHex, hexToBytes } from 'viem/utils'
import type { Bytes32 } from '../protocol/hex.ts'

/**
 * What a receipt says of the dataset: SHA-256 of a salt and the dataset's id. Whoever has both can prove later which data was
 * meant; the receipt alone says nothing.
 */
export const datasetCommitment = async (datasetId: string, salt: Bytes32): Promise<Bytes32> => {
  const bytes = new Uint8Array([...hexToBytes(salt), ...new TextEncoder().encode(datasetId)])
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/** With 32 new random bytes, which stay on the device. */
export const commitToDataset = async (
  datasetId: string,
): Promise<{ readonly commitment: Bytes32; readonly salt: Bytes32 }> => {
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  return { salt, commitment: await datasetCommitment(datasetId, salt) }
}
