import { contributionSigner } from '../attest/contributionKey.ts'
import type { GrantRecord } from '../db/schema.ts'
import type { Bytes32 } from '../protocol/hex.ts'
import { revocationTypedData, type SignedRevocation } from '../protocol/statements.ts'
import { revocationStatement } from '../receipts/endedRecord.ts'

/** The withdrawal of a grant's receipt, or of one under which it stood before, signed with the contribution key. */
export const signRevocation = async (
  { account, receipt }: Pick<GrantRecord, 'account' | 'receipt'>,
  endedAt: number,
  uid: Bytes32 = receipt.uid,
): Promise<SignedRevocation> => {
  const statement = { ...revocationStatement({ account, receipt }, endedAt), receipt: uid }
  const signer = await contributionSigner()
  return { statement, signature: await signer.signTypedData(revocationTypedData(statement)) }
}
