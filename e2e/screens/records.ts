import type { ContributionRecord, DatasetRecord, ProvisoDB } from '../../lib/db/schema.ts'
import type { Hex } from '../../lib/protocol/hex.ts'
import { manifestFixture } from '../../lib/protocol/task.fixture.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import {
  ACCOUNT,
  attestationFixture,
  budgetEventFixture,
  contributionFixture,
  datasetFixture,
  delegationFixture,
  grantFixture,
  requestFixture,
  runFixture,
  seatFixture,
} from '../../lib/views/views.fixture.ts'
import { standInRules } from './ruleRecords.ts'

/** Stand-in records for screenshots: what a few weeks of use leave behind. Never part of the product. */
type StoreName =
  | 'requests'
  | 'grants'
  | 'rules'
  | 'datasets'
  | 'budgetEvents'
  | 'runs'
  | 'contributions'
  | 'seats'
  | 'walletCalls'
  | 'sites'
  | 'throttles'

export type StandInRecords = {
  readonly [S in StoreName]?: readonly ProvisoDB[S]['value'][]
} & {
  readonly activity?: readonly ProvisoDB['activity']['value'][]
  readonly stamps?: readonly ProvisoDB['stamps']['value'][]
  readonly state?: Readonly<Record<string, unknown>>
}

const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const hex = (seed: number): Hex =>
  `0x${Array.from({ length: 32 }, (_, i) => ((seed * 131 + i * 57 + 17) % 256).toString(16).padStart(2, '0')).join('')}`

const DIGITS = hex(1) as TaskId
const MAIL = hex(2) as TaskId
export const digits = manifestFixture({ schedule: { ...manifestFixture().schedule, rounds: 8 } })
const mail = manifestFixture({
  schedule: { ...digits.schedule, rounds: 60 },
  title: 'Spam filter without reading along',
  publisher: { ...digits.publisher, name: 'Mailguard' },
  data: { category: 'pd:Communication', kind: 'table', minRecords: 200, maxRecords: 2000 },
})

export const wallet = (now: number, days = 24) => ({
  state: 'connected',
  wallet: { id: 'w', rdns: 'com.coinbase.wallet', name: 'Coinbase Wallet', icon: '' },
  account: ACCOUNT,
  chainId: 84_532,
  delegation: delegationFixture(Math.floor((now + days * DAY) / 1000)),
})

const accepted = (taskId: TaskId, round: number, sentAt: number): ContributionRecord => {
  const uid = `${hex(round).slice(0, -2)}${taskId === MAIL ? 'aa' : 'bb'}` as Hex
  const signature = `${hex(round)}${hex(round + 1).slice(2)}1b` as Hex
  const contribution = contributionFixture({
    uid,
    taskId,
    grantId: taskId === MAIL ? 'g2' : 'g1',
    round,
    sentAt,
    accepted: String(20_000 * round),
    acceptedAt: sentAt + 40_000,
    attestation: { ...attestationFixture(uid), signature },
  })
  const { acceptance } = contribution
  return acceptance === undefined
    ? contribution
    : { ...contribution, acceptance: { ...acceptance, signature } }
}

/** How many rounds ended in each of eleven weeks, and so were paid together. */
const ROUNDS_PER_WEEK = [1, 2, 2, 4, 3, 5, 4, 6, 5, 8, 7]

const payments = (now: number) =>
  ROUNDS_PER_WEEK.map((rounds, week) => ({
    amount: String(20_000 * rounds),
    transaction: hex(40 + week),
    block: 1000 + week,
    at: now - (11 - week) * 7 * DAY + DAY,
  }))

/** Their seals are made up, so that verifying finds a break. */
const ACTIVITY = [
  'You imported “Handwriting”: 10,000 images.',
  'https://digits.example asked to use data of the category Picture for “Handwritten digits”.',
  'You allowed Digit Lab to use Handwriting for “Handwritten digits”.',
  'Round 1 of Digit Lab was trained, debited and sent.',
  'Digit Lab accepted round 1.',
]

const losses = (count: number): readonly number[] =>
  Array.from(
    { length: count },
    (_, i) => 2.3 * Math.exp(-i / 16) + 0.42 + 0.12 * Math.sin(i * 2.1) * Math.exp(-i / 40),
  )

/** A vault's dataset as the import made it, under the name that the scenes use. */
export const named = (dataset: DatasetRecord | undefined): DatasetRecord => ({
  ...(dataset ?? datasetFixture()),
  name: 'Handwriting',
})

/** Someone who has been here for weeks. `dataset` is a real one, imported before. */
export const fullRecords = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const mine = named(dataset)
  const paid = payments(now)
  const total = paid.reduce((sum, { amount }) => sum + Number(amount), 0)
  const grants = [
    grantFixture({
      id: 'g1',
      taskId: DIGITS,
      datasetId: mine.id,
      createdAt: now - 9 * DAY,
      expiresAt: now + 21 * DAY,
    }),
    grantFixture({
      id: 'g2',
      taskId: MAIL,
      task: { manifest: mail, signature: '0x' },
      origin: 'https://mailguard.example',
      datasetId: 'mail',
      state: 'completed',
      createdAt: now - 80 * DAY,
      endedAt: now - 12 * DAY,
    }),
  ]
  const mailRounds = ROUNDS_PER_WEEK.flatMap((rounds, week) =>
    Array.from({ length: rounds }, (_, i) => now - (11 - week) * 7 * DAY - (rounds - i) * HOUR),
  ).map((sentAt, i) => accepted(MAIL, i + 1, sentAt))
  return {
    datasets: [
      mine,
      datasetFixture({
        id: 'mail',
        name: 'Mailbox 2019–2025',
        kind: 'table',
        category: 'pd:Communication',
        count: 6046,
        bytes: 18_402_113,
        labels: [],
        createdAt: now - 82 * DAY,
      }),
    ],
    grants,
    requests: [
      requestFixture({ datasetId: mine.id, receivedAt: now - 90_000 }),
      requestFixture({
        id: 'old',
        taskId: MAIL,
        task: { manifest: mail, signature: '0x' },
        state: 'answered',
        decidedAt: now - 80 * DAY,
        decision: { effect: 'allow', by: 'person', reason: 'You allowed it.' },
      }),
      requestFixture({
        id: 'older',
        state: 'answered',
        decidedAt: now - 3 * DAY,
        decision: {
          effect: 'refuse',
          by: 'settings',
          reason: 'Your settings refuse tasks that add no noise.',
        },
        asker: { ...requestFixture().asker, origin: 'https://free-wallpapers.example' },
      }),
    ],
    rules: standInRules(now, mine.id),
    budgetEvents: [1, 2, 3, 4].map((round) =>
      budgetEventFixture({
        id: `${DIGITS}:${round}`,
        taskId: DIGITS,
        datasetId: mine.id,
        round,
        at: now - (5 - round) * HOUR,
        samplingRate: 0.05,
      }),
    ),
    runs: [
      runFixture({
        id: `${DIGITS}:5`,
        taskId: DIGITS,
        datasetId: mine.id,
        startedAt: now - 20_000,
        updatedAt: now,
        closesAt: now + 12 * 60_000,
        progress: { step: 37, steps: 60, engine: 'webgpu', losses: losses(37), trainMs: 22_500 },
      }),
      ...[4, 3, 2, 1].map((round) =>
        runFixture({
          id: `${DIGITS}:${round}`,
          taskId: DIGITS,
          round,
          phase: round === 2 ? ('missed' as const) : ('accepted' as const),
          startedAt: now - (5 - round) * HOUR,
          updatedAt: now - (5 - round) * HOUR + 41_000,
          progress: {
            step: 60,
            steps: 60,
            engine: round > 2 ? 'webgpu' : 'wasm',
            losses: losses(60),
            trainMs: 39_000,
          },
        }),
      ),
    ],
    contributions: [
      ...mailRounds,
      accepted(DIGITS, 1, now - 4 * HOUR),
      accepted(DIGITS, 2, now - 2 * HOUR),
      contributionFixture({ uid: hex(99), taskId: DIGITS, round: 4, sentAt: now - HOUR }),
    ],
    seats: [
      seatFixture({
        taskId: MAIL,
        grantId: 'g2',
        cap: '1000000',
        accepted: String(total),
        claimable: String(total),
        paid: String(total),
        payments: paid,
        syncedAt: now - 240_000,
      }),
      seatFixture({
        taskId: DIGITS,
        accepted: '40000',
        claimable: '20000',
        paid: '0',
        syncedAt: now - 240_000,
      }),
    ],
    activity: ACTIVITY.map((text, i) => ({
      at: now - (ACTIVITY.length - i) * HOUR,
      kind: 'stand-in',
      text,
      data: {},
      previous: hex(i).slice(2),
      hash: hex(i + 1).slice(2),
    })),
    state: { wallet: wallet(now), settings: { onboarded: true } },
  }
}

export const walletStates = (now: number): Readonly<Record<string, unknown>> => {
  const found = (name: string) => ({ id: name, rdns: name, name, icon: '' })
  return {
    choosing: { state: 'choosing', wallets: ['Coinbase Wallet', 'MetaMask', 'Enkrypt'].map(found) },
    confirming: {
      state: 'confirming',
      wallet: found('Coinbase Wallet'),
      accounts: [ACCOUNT],
      chainId: 84_532,
    },
    failed: {
      state: 'failed',
      problem: {
        code: 'wallet/refused',
        message: 'You declined the signature in your wallet.',
        todo: 'Nothing was connected. You can try again at any time.',
        at: now,
      },
    },
    lapsed: wallet(now, -1),
  }
}
