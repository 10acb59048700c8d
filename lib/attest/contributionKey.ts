import { database, write } from '../db/database.ts'
import type { KeyRecord, ProvisoDB } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { Address } from '../protocol/hex.ts'
import { vaultKey } from '../vault/key.ts'
import { seal, unseal } from '../vault/seal.ts'
import { newPrivateKey, type Signer, signerFromPrivateKey } from './signer.ts'

// Extension only: the one file of this room that touches the device's stores.

const isContributionKey = (record: ProvisoDB['keys']['value'] | undefined): record is KeyRecord =>
  record?.id === 'contribution'

const contextOf = (address: Address) => ({ purpose: 'contribution key', address })

const stored = async (): Promise<KeyRecord | undefined> => {
  const record = await (await database()).get('keys', 'contribution')
  return isContributionKey(record) ? record : undefined
}

/**
 * The address of this device's contribution key, made at first use and sealed under the vault key. When two contexts
 * race, both get the first one's.
 */
export const createContributionKey = async (): Promise<Address> => {
  const existing = await stored()
  if (existing !== undefined) return existing.address
  const privateKey = newPrivateKey()
  try {
    const { address } = signerFromPrivateKey(privateKey)
    const sealed = await seal(await vaultKey(), privateKey, contextOf(address))
    return await write(['keys'], async (transaction) => {
      const store = transaction.objectStore('keys')
      const earlier = await store.get('contribution')
      if (isContributionKey(earlier)) return earlier.address
      await store.put({ id: 'contribution', address, ...sealed, createdAt: Date.now() })
      return address
    })
  } finally {
    privateKey.fill(0)
  }
}

/** Signs with the contribution key. Throws `key/missing` before it was made, `vault/cannot-decrypt` if it is damaged. */
export const contributionSigner = async (): Promise<Signer> => {
  const record = await stored()
  if (record === undefined)
    throw new ProvisoError('key/missing', 'This device has no contribution key.', {
      todo: 'Connect a wallet first.',
    })
  const privateKey = await unseal(await vaultKey(), record, contextOf(record.address))
  const signer = signerFromPrivateKey(privateKey)
  privateKey.fill(0)
  return signer
}
