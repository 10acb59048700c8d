import { type VerifyTypedData, verifyEoa } from '../lib/attest/signature.ts'
import type { ContributionKeyStatement } from '../lib/protocol/statements.ts'
import type { TaskManifest } from '../lib/protocol/task.ts'
import type { Context } from './context.ts'

/**
 * How an account's signature is checked. A plain account is the same on every chain and needs no network. A contract
 * account counts only where the task pays: elsewhere its address may be nobody's.
 */
export const accountVerifier = (
  ctx: Context,
  { reward }: TaskManifest,
  { chainId }: ContributionKeyStatement,
): VerifyTypedData =>
  chainId === String(reward.chainId)
    ? async (claim) => (await verifyEoa(claim)) || ctx.verifyContract(reward.chainId)(claim)
    : verifyEoa
