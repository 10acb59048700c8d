import { formatAmount } from '../i18n/amount.ts'
import type { ContributionView } from './contributions.ts'

/** A cell as RFC 4180 wants it. A leading `=`, `+`, `-` or `@` is text: a spreadsheet must not run a publisher's name. */
const cell = (value: string): string => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const HEADER = [
  'sent',
  'publisher',
  'task',
  'round',
  'state',
  'amount',
  'token',
  'chain',
  'bytes',
  'epsilon',
  'contribution',
  'acceptance signature',
  'payment transaction',
] as const

const row = (line: ContributionView): readonly string[] => [
  new Date(line.sentAt).toISOString(),
  line.publisher,
  line.taskId,
  String(line.round),
  line.state,
  line.token === undefined
    ? line.amount.toString()
    : formatAmount(line.amount, line.token.decimals, { exact: true }),
  line.token?.symbol ?? 'base units',
  line.token === undefined ? '' : String(line.token.chainId),
  String(line.bytes),
  line.epsilon === undefined ? '' : String(line.epsilon),
  line.uid,
  line.acceptanceSignature ?? '',
  line.payment?.transaction ?? '',
]

/** A statement that a spreadsheet opens: RFC 4180, exact amounts, times in UTC. */
export const earningsCsv = (lines: readonly ContributionView[]): string =>
  [HEADER, ...lines.map(row)].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
