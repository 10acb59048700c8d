import { verifyAttestation } from '../attest/attestation.ts'
import { verifyDelegation } from '../attest/delegation.ts'
import { assertReceiptWords, decodeReceipt, recordOf } from '../attest/receipt.ts'
import { type VerifyTypedData, verifyEoa } from '../attest/signature.ts'
import { canonicalJson } from '../protocol/canonical.ts'
import { easDomain } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { sameAddress } from '../protocol/hex.ts'
import { revocationTypedData, type SignedRevocation, taskTypedData } from '../protocol/statements.ts'
import { isSameJson } from './bundle.ts'
import {
  type Check,
  check,
  type ReceiptCheckId,
  type ReceiptWords,
  UNKNOWN,
  type VerifiedFile,
  verdictOf,
} from './checks.ts'
import { consentReceipt } from './consentReceipt.ts'
import { expiredRecord, withdrawnRecord } from './endedRecord.ts'
import { type ParsedBundle, parseBundle } from './parseBundle.ts'

export interface VerifyPorts {
  /** Signatures of contract accounts on a chain, by asking it. Rejects where it cannot be asked. */
  readonly verify: (chainId: number) => VerifyTypedData
  /** Milliseconds since 1970. */
  readonly now: number
}

const mismatch = (situation: string, sentence: string) => new ProvisoError(`receipt/${situation}`, sentence)

/** As `verify`, where being unable to ask is no answer at all. */
const asking =
  (verify: VerifyTypedData): VerifyTypedData =>
  async (claim) => {
    if (await verifyEoa(claim)) return true
    return verify(claim).catch(() => {
      throw UNKNOWN
    })
  }

/**
 * A plain account is the same on every chain. A contract account counts only where the task pays: elsewhere its address may be
 * nobody's.
 */
const accountVerifier = ({ task, delegation }: ParsedBundle, ports: VerifyPorts): VerifyTypedData => {
  const { chainId } = task.manifest.reward
  return delegation.statement.chainId === String(chainId) ? asking(ports.verify(chainId)) : verifyEoa
}

const checkTask = async ({ task }: ParsedBundle, ports: VerifyPorts): Promise<void> => {
  const { manifest, signature } = task
  const verify = asking(ports.verify(manifest.reward.chainId))
  const address = manifest.publisher.address
  if (!(await verify({ address, typedData: taskTypedData(manifest), signature })))
    throw mismatch('wrong-publisher', 'The task is not signed by its publisher, or was altered.')
}

const domainOf = ({ task }: ParsedBundle) => {
  const domain = easDomain(task.manifest.reward.chainId)
  if (domain === undefined)
    throw mismatch('unknown-chain', 'The task pays on a chain that Proviso does not know.')
  return domain
}

const checkRecord = ({ task, receipt, records, consentReceipt: shown }: ParsedBundle): void => {
  const isDerived = canonicalJson(records[0]) === recordOf(task.manifest, receipt)
  if (!isDerived || !isSameJson(shown, consentReceipt(receipt, records)))
    throw mismatch('wrong-record', 'The consent record is not the one that the receipt commits to.')
}

const checkRevocation = async (bundle: ParsedBundle, ports: VerifyPorts, revocation: SignedRevocation) => {
  const { statement, signature } = revocation
  const { account, key } = bundle.delegation.statement
  const typedData = revocationTypedData(statement)
  const names = statement.receipt === bundle.receipt.uid && sameAddress(statement.account, account)
  const isSigned =
    (await verifyEoa({ address: key, typedData, signature })) ||
    (await accountVerifier(bundle, ports)({ address: account, typedData, signature }))
  if (!names || !isSigned)
    throw mismatch('wrong-revocation', 'The withdrawal is not signed for this receipt by its account or key.')
}

/** What was added to the record must follow from the record, and from a signed withdrawal where there is one. */
const checkEnded = async (bundle: ParsedBundle, ports: VerifyPorts): Promise<void> => {
  const { task, receipt, records, revocation } = bundle
  const given = recordOf(task.manifest, receipt)
  const { expirationTime } = receipt.message
  if (revocation !== undefined) await checkRevocation(bundle, ports, revocation)
  else if (expirationTime === 0 || expirationTime * 1000 > ports.now)
    throw mismatch('not-ended', 'This consent has not expired, and no withdrawal is here.')
  const expected =
    revocation === undefined
      ? expiredRecord(given, expirationTime)
      : withdrawnRecord(given, revocation.statement)
  if (records[1] === undefined || canonicalJson(records[1]) !== expected)
    throw mismatch('wrong-ended-record', 'The record of the end is not the one that follows from it.')
}

const wordsOf = ({ task, receipt, delegation, records, revocation }: ParsedBundle): ReceiptWords => {
  const { publisher, title } = task.manifest
  const { time, expirationTime } = receipt.message
  const notice = (records[0] as { readonly 'dpv:hasNotice'?: { readonly 'dct:source'?: unknown } })[
    'dpv:hasNotice'
  ]
  const ended =
    revocation !== undefined
      ? ({ how: 'withdrawn', at: revocation.statement.time } as const)
      : records[1] !== undefined
        ? ({ how: 'expired', at: expirationTime } as const)
        : undefined
  return {
    publisher: publisher.name,
    title,
    origin: String(notice?.['dct:source'] ?? ''),
    account: delegation.statement.account,
    givenAt: time,
    expires: expirationTime,
    ...(ended === undefined ? {} : { ended }),
  }
}

/**
 * Checks a receipt bundle from anywhere: delegation, receipt, consent record and task, each by itself, so that whoever reads
 * the list sees what holds and what does not. Never throws.
 */
export const verifyReceiptBundle = async (value: unknown, ports: VerifyPorts): Promise<VerifiedFile> => {
  let parsed: ParsedBundle | undefined
  const form = await check('form', () => {
    parsed = parseBundle(value)
  })
  if (parsed === undefined) return { kind: 'receipt', verdict: 'failed', checks: [form] }
  const bundle: ParsedBundle = parsed
  const { task, delegation, receipt, records, revocation } = bundle
  // What held when consent was given: a receipt goes on proving it after key and consent have lapsed.
  const now = receipt.message.time * 1000
  const checks: Check<ReceiptCheckId>[] = [
    form,
    await check('task', () => checkTask(bundle, ports)),
    await check('delegation', () =>
      verifyDelegation(delegation, { now, verify: accountVerifier(bundle, ports) }),
    ),
    await check('signature', () =>
      verifyAttestation(receipt, { key: delegation.statement.key, domain: domainOf(bundle) }),
    ),
    await check('words', () =>
      assertReceiptWords(receipt, decodeReceipt(receipt), { manifest: task.manifest, delegation }),
    ),
    await check('record', () => checkRecord(bundle)),
    ...(records.length === 1 && revocation === undefined
      ? []
      : [await check('ended', () => checkEnded(bundle, ports))]),
  ]
  return { kind: 'receipt', verdict: verdictOf(checks), checks, words: wordsOf(bundle) }
}
