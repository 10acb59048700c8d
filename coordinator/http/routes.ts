import type { IncomingMessage } from 'node:http'
import { verifySeatAccess } from '../../lib/attest/seatAccess.ts'
import {
  type AcceptancesAnswer,
  ATTESTATION_HEADER,
  type EnrolmentAnswer,
  type PayoutProofAnswer,
  type ReceiptAnswer,
  type RoundAnswer,
  type TaskAnswer,
} from '../../lib/protocol/coordinator.ts'
import { decodeAttestationHeader, decodeSeatToken } from '../../lib/protocol/header.ts'
import type { Bytes32 } from '../../lib/protocol/hex.ts'
import type { SignedAcceptance } from '../../lib/protocol/statements.ts'
import { parseEnrolmentRequest, parseSignedRevocation } from '../../lib/protocol/wire.ts'
import type { Context } from '../context.ts'
import { acceptContribution } from '../contributions.ts'
import { weightsBlob } from '../engine/engine.ts'
import { enrol } from '../enrolment.ts'
import { ApiFault } from '../fault.ts'
import { enrolmentProof, payoutProof, postedPayout } from '../proofs.ts'
import { heldReceipt } from '../receipts.ts'
import { revoke } from '../revocation.ts'
import { acceptancesPrefix, type RoundRecord, roundKey, type SeatRecord, seatKey } from '../store/records.ts'
import { requireTask } from '../store/tasks.ts'
import { readExactly, readJson } from './body.ts'
import { prometheusText } from './prometheus.ts'

export type Answer =
  | { readonly json: unknown }
  | { readonly bytes: Uint8Array; readonly immutable: true }
  | { readonly text: string }

export interface Handling {
  readonly ctx: Context
  readonly request: IncomingMessage
  /** The path's variable parts. */
  readonly parts: readonly string[]
  /** Says that rounds or the chain may have something to do. */
  readonly kick: () => void
}

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: RegExp
  handle(handling: Handling): Promise<Answer>
}

const HASH = '(0x[0-9a-f]{64})'
const NUMBER = '(0|[1-9][0-9]{0,8})'

const getTask = async ({ ctx, parts: [id] }: Handling): Promise<Answer> => {
  const { task, state } = (await requireTask(ctx, id!)).entry.value
  return { json: { task, state } satisfies TaskAnswer }
}

const postEnrolment = async ({ ctx, request, parts: [task], kick }: Handling): Promise<Answer> => {
  const { id } = await requireTask(ctx, task!)
  const seat = await enrol(ctx, id, parseEnrolmentRequest(await readJson(request)))
  const place = await enrolmentProof(ctx, id, seat)
  if (place === undefined) kick()
  const answer: EnrolmentAnswer =
    place === undefined ? { state: 'pending', seat } : { state: 'seated', seat, ...place }
  return { json: answer }
}

const getRound = async ({ ctx, parts: [task] }: Handling): Promise<Answer> => {
  const { id, entry } = await requireTask(ctx, task!)
  return { json: await currentRound(ctx, id, entry.value) }
}

const currentRound = async (
  ctx: Context,
  id: string,
  { state, round: number }: { state: TaskAnswer['state']; round: number },
): Promise<RoundAnswer> => {
  if (state === 'finished') return { state: 'finished' }
  const round = (await ctx.engine.get<RoundRecord>(roundKey(id, number)))?.value
  if (round?.state !== 'open') return { state: 'waiting', nextRound: number + 1 }
  if (round.signature === undefined) return { state: 'waiting', nextRound: number }
  if (ctx.clock() > round.statement.closes * 1000) return { state: 'waiting', nextRound: number + 1 }
  return { state: 'open', round: { statement: round.statement, signature: round.signature } }
}

const getBlob = async ({ ctx, parts: [sha256] }: Handling): Promise<Answer> => {
  const bytes = await ctx.engine.getBlob(weightsBlob(`0x${sha256}`))
  if (bytes === undefined) throw new ApiFault(404, 'blob/unknown', 'There are no such weights here.')
  return { bytes, immutable: true }
}

const postContribution = async ({ ctx, request, parts, kick }: Handling): Promise<Answer> => {
  const header = request.headers[ATTESTATION_HEADER.toLowerCase()]
  if (typeof header !== 'string')
    throw new ApiFault(400, 'contribution/no-attestation', `The header ${ATTESTATION_HEADER} is missing.`)
  const answer = await acceptContribution(ctx, {
    task: parts[0]!,
    round: Number(parts[1]),
    attestation: decodeAttestationHeader(header),
    readBody: (length) => readExactly(request, length),
  })
  kick()
  return { json: answer }
}

const requireSeat = async ({
  ctx,
  parts: [task, number],
}: Handling): Promise<{ id: Awaited<ReturnType<typeof requireTask>>['id']; seat: SeatRecord }> => {
  const { id } = await requireTask(ctx, task!)
  const seat = await ctx.engine.get<SeatRecord>(seatKey(id, Number(number)))
  if (seat === undefined) throw new ApiFault(404, 'seat/unknown', 'This task has no such seat.')
  return { id, seat: seat.value }
}

const getAcceptances = async (handling: Handling): Promise<Answer> => {
  const { ctx, request } = handling
  const { id, seat } = await requireSeat(handling)
  const { authorization } = request.headers
  if (authorization === undefined)
    throw new ApiFault(401, 'seat/unauthorized', 'The header Authorization is missing.')
  await verifySeatAccess(decodeSeatToken(authorization), {
    task: id,
    seat: seat.seat,
    key: seat.key,
    now: ctx.clock(),
  })
  const entries = await ctx.engine.list<SignedAcceptance>(acceptancesPrefix(id, seat.seat))
  return { json: { acceptances: entries.map(({ value }) => value) } satisfies AcceptancesAnswer }
}

const getProof = async (handling: Handling): Promise<Answer> => {
  const { id, seat } = await requireSeat(handling)
  const payout = await postedPayout(handling.ctx, id)
  const leaf = payout?.leaves.find((candidate) => candidate.seat === seat.seat)
  const answer: PayoutProofAnswer =
    payout === undefined || leaf === undefined
      ? { state: 'none' }
      : {
          state: 'posted',
          round: payout.round,
          cumulative: leaf.cumulative,
          proof: payoutProof(payout, leaf),
          account: leaf.account,
        }
  return { json: answer }
}

const postRevocation = async ({ ctx, request, parts: [uid], kick }: Handling): Promise<Answer> => {
  await revoke(ctx, uid!, parseSignedRevocation(await readJson(request)))
  kick()
  return { json: {} }
}

const getReceipt = async ({ ctx, request, parts: [uid] }: Handling): Promise<Answer> => {
  const { authorization } = request.headers
  if (authorization === undefined)
    throw new ApiFault(401, 'seat/unauthorized', 'The header Authorization is missing.')
  const answer = await heldReceipt(ctx, uid as Bytes32, decodeSeatToken(authorization))
  return { json: answer satisfies ReceiptAnswer }
}

const getHealth = async ({ ctx }: Handling): Promise<Answer> => {
  await ctx.engine.get('health')
  return { json: { status: 'ok' } }
}

const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  path: new RegExp(`^${path}$`),
  handle,
})

export const ROUTES: readonly Route[] = [
  route('GET', `/tasks/${HASH}`, getTask),
  route('POST', `/tasks/${HASH}/enrolments`, postEnrolment),
  route('GET', `/tasks/${HASH}/rounds/current`, getRound),
  route('GET', '/blobs/(?:0x)?([0-9a-f]{64})', getBlob),
  route('POST', `/tasks/${HASH}/rounds/${NUMBER}/contributions`, postContribution),
  route('GET', `/tasks/${HASH}/seats/${NUMBER}/acceptances`, getAcceptances),
  route('GET', `/tasks/${HASH}/seats/${NUMBER}/proof`, getProof),
  route('POST', `/grants/${HASH}/revocation`, postRevocation),
  route('GET', `/grants/${HASH}/receipt`, getReceipt),
  route('GET', '/health', getHealth),
  route('GET', '/metrics', async ({ ctx }) => ({ text: await prometheusText(ctx) })),
]
