import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { Blocker } from '../../lib/views/prompt.ts'
import { T } from '../ui/T.tsx'
import { CheckAgain } from './PaysRow.tsx'

interface BlockersProps {
  readonly requestId: string
  readonly blockers: readonly Blocker[]
  /** Warnings that were not opened yet. */
  readonly unread: number
  readonly open: (path: `/${string}`) => void
}

/** Where a blocker can be removed, and how that is called. */
const WAYS_OUT = {
  off: ['/dashboard.html#/rules', 'prompt.openRules'],
  'no-dataset': ['/dashboard.html#/vault', 'prompt.openVault'],
  'no-wallet': ['/onboarding.html#/3', 'prompt.connectWallet'],
  'wallet-lapsed': ['/dashboard.html#/settings', 'prompt.renewWallet'],
} as const

const hasWayOut = (kind: Blocker['kind']): kind is keyof typeof WAYS_OUT => kind in WAYS_OUT

/** Why Allow does nothing yet, and what the person can do about it. Announced, and the description of Allow. */
export function Blockers({ requestId, blockers, unread, open }: BlockersProps) {
  // A check that still runs is not worth a line where something else stands in the way for good.
  const lasting = blockers.filter(({ kind }) => kind !== 'checking')
  const shown = lasting.length > 0 ? lasting : blockers
  return (
    <div id="why-not" aria-live="polite" className="grid gap-1 pb-2 text-[13px] text-soft empty:pb-0">
      {shown.map((blocker) => (
        <p key={blocker.kind}>
          <Reason blocker={blocker} /> {hasWayOut(blocker.kind) && <WayOut kind={blocker.kind} open={open} />}
          {blocker.kind === 'escrow' && <CheckAgain requestId={requestId} />}
        </p>
      ))}
      {shown.length === 0 && unread > 0 && <p>{t('prompt.block.warnings', { count: unread })}</p>}
    </div>
  )
}

function Reason({ blocker }: { readonly blocker: Blocker }): ReactNode {
  if (blocker.kind !== 'escrow') return t(`prompt.block.${blocker.kind}`)
  return <T k="prompt.block.escrow" params={{ detail: <bdi>{inert(blocker.detail, 200)}</bdi> }} />
}

function WayOut({ kind, open }: { readonly kind: keyof typeof WAYS_OUT } & Pick<BlockersProps, 'open'>) {
  const [path, name] = WAYS_OUT[kind]
  return (
    <button type="button" className="action" onClick={() => open(path)}>
      {t(name)}
    </button>
  )
}
