import { decodeContribution } from '../attest/contribution.ts'
import { decodeReceipt } from '../attest/receipt.ts'
import { CHAINS } from '../protocol/chains.ts'
import { CONTRIBUTION_SCHEMA_UID, RECEIPT_SCHEMA_UID } from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { sameAddress } from '../protocol/hex.ts'
import { type AttestationWords, check, UNKNOWN, type VerifiedFile, verdictOf } from './checks.ts'
import { type ForeignAttestation, foreignUid, readForeign, signerOf, toOffchain } from './foreign.ts'

const checkSigner = async (foreign: ForeignAttestation): Promise<void> => {
  const signer = await signerOf(foreign)
  if (signer === undefined || (foreign.signer !== undefined && !sameAddress(signer, foreign.signer)))
    throw new ProvisoError(
      'attestation/wrong-key',
      'This attestation is not signed by whom it names, or was altered.',
    )
}

/** A chain that we know has one EAS; of others nothing is known here. */
const checkEas = ({ sig: { domain } }: ForeignAttestation): void => {
  const known = CHAINS[domain.chainId]
  if (known === undefined) throw UNKNOWN
  if (!sameAddress(known.eas.address, domain.verifyingContract))
    throw new ProvisoError('attestation/wrong-domain', 'This attestation is for another EAS or chain.')
}

const KINDS = { [RECEIPT_SCHEMA_UID]: 'receipt', [CONTRIBUTION_SCHEMA_UID]: 'contribution' } as const

const kindOf = (foreign: ForeignAttestation): AttestationWords['kind'] =>
  KINDS[foreign.sig.message.schema] ?? 'other'

/** Of our own schemas the words can be read; what others mean is written elsewhere. */
const checkMeaning = (foreign: ForeignAttestation): void => {
  const kind = kindOf(foreign)
  if (kind === 'other') throw UNKNOWN
  const attestation = toOffchain(foreign)
  if (kind === 'receipt') decodeReceipt(attestation)
  else decodeContribution(attestation)
}

/**
 * Checks an EAS off-chain attestation that stands alone, whichever tool made it: that its UID is of its content and its
 * signature of whom it names. What it refers to is not here, so nothing is said of it. Never throws.
 */
export const verifyLoneAttestation = async (value: unknown): Promise<VerifiedFile> => {
  let parsed: ForeignAttestation | undefined
  const form = await check('form', () => {
    parsed = readForeign(value)
  })
  if (parsed === undefined) return { kind: 'attestation', verdict: 'failed', checks: [form] }
  const foreign: ForeignAttestation = parsed
  const { uid, domain, message } = foreign.sig
  const checks = [
    form,
    await check('uid', () => {
      if (foreignUid(foreign) !== uid)
        throw new ProvisoError('attestation/wrong-uid', "This attestation's UID is not of its content.")
    }),
    await check('signer', () => checkSigner(foreign)),
    await check('eas', () => checkEas(foreign)),
    await check('meaning', () => checkMeaning(foreign)),
  ]
  const signer = await signerOf(foreign)
  return {
    kind: 'attestation',
    verdict: verdictOf(checks),
    checks,
    words: {
      uid,
      kind: kindOf(foreign),
      schema: message.schema,
      recipient: message.recipient,
      time: message.time,
      chainId: domain.chainId,
      ...(signer === undefined ? {} : { signer }),
    },
  }
}
