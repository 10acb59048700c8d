import { database } from '../db/database.ts'
import type { ContributionRecord, GrantRecord } from '../db/schema.ts'
import { CHAINS } from '../protocol/chains.ts'
import type { Hex } from '../protocol/hex.ts'
import { epsilonByEvent } from './budget.ts'
import { type LedgerLine, ledgerLines } from './money.ts'
import { type TaskName, taskName } from './publisher.ts'
import { view } from './view.ts'

/** One contribution with all that proves it. */
export interface ContributionView extends TaskName, LedgerLine {
  readonly sentAt: number
  readonly acceptedAt?: number
  readonly bytes: number
  readonly seat: number
  readonly account: Hex
  /** What it added to the dataset's ledger; absent where no event was kept. */
  readonly epsilon?: number
  readonly receipt: Hex
  readonly signature: Hex
  readonly acceptanceSignature?: Hex
  /** Page of the payment on a block explorer, where the chain has one. */
  readonly paymentUrl?: string
  /** Everything a third party needs to check it, as it is saved to a file. */
  readonly evidence: Evidence
}

export interface Evidence {
  readonly task?: GrantRecord['task']
  readonly delegation?: GrantRecord['delegation']
  readonly receipt?: GrantRecord['receipt']
  readonly contribution: ContributionRecord['attestation']
  readonly acceptance?: ContributionRecord['acceptance']
}

const evidenceOf = (contribution: ContributionRecord, grant: GrantRecord | undefined): Evidence => ({
  ...(grant === undefined ? {} : { task: grant.task, delegation: grant.delegation, receipt: grant.receipt }),
  contribution: contribution.attestation,
  ...(contribution.acceptance === undefined ? {} : { acceptance: contribution.acceptance }),
})

const contributionView = (
  contribution: ContributionRecord,
  line: LedgerLine,
  grant: GrantRecord | undefined,
  epsilon: number | undefined,
): ContributionView => {
  const { sentAt, acceptedAt, bytes, seat, account, attestation, acceptance } = contribution
  const explorer = line.token === undefined ? undefined : CHAINS[line.token.chainId]?.explorerUrl
  return {
    ...line,
    ...(grant === undefined ? { publisher: '', title: '' } : taskName(grant.task.manifest)),
    sentAt,
    bytes,
    seat,
    account,
    receipt: attestation.message.refUID,
    signature: attestation.signature,
    evidence: evidenceOf(contribution, grant),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    ...(epsilon === undefined ? {} : { epsilon }),
    ...(acceptance === undefined ? {} : { acceptanceSignature: acceptance.signature }),
    ...(explorer === undefined || line.payment === undefined
      ? {}
      : { paymentUrl: `${explorer}/tx/${line.payment.transaction}` }),
  }
}

/** Every contribution, newest first. */
export const contributionsView = view(
  ['contributions', 'seats', 'grants', 'budgetEvents', 'datasets'],
  async (): Promise<readonly ContributionView[]> => {
    const db = await database()
    const [contributions, seats, grants, events, datasets] = await Promise.all([
      db.getAll('contributions'),
      db.getAll('seats'),
      db.getAll('grants'),
      db.getAll('budgetEvents'),
      db.getAll('datasets'),
    ])
    const epsilons = epsilonByEvent(events, datasets)
    const byUid = new Map(contributions.map((contribution) => [contribution.uid, contribution]))
    return ledgerLines(contributions, seats).flatMap((line) => {
      const contribution = byUid.get(line.uid)
      if (contribution === undefined) return []
      const grant = grants.find(({ id }) => id === contribution.grantId)
      return [contributionView(contribution, line, grant, epsilons.get(`${line.taskId}:${line.round}`))]
    })
  },
)
