import { useState } from 'react'
import { formatDay, formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { type GrantLine, isLiveLine, isWithdrawnLine } from '../../lib/views/grantLine.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { TaskHead } from '../ui/TaskHead.tsx'
import { useTask } from '../useView.ts'
import { LimitsEditor } from './LimitsEditor.tsx'
import { LimitsUsed } from './LimitsUsed.tsx'
import { waitingWords } from './limitWords.ts'
import { RevokeDialog } from './RevokeDialog.tsx'
import { Withdrawn } from './Withdrawn.tsx'

/** One permission: whose, for what, how far it went, what holds it back, and how it ends. */
export function GrantItem({ grant }: { readonly grant: GrantLine }) {
  const { id, publisher, title, origin, state, dataset, roundsDone, bounds, expiresAt, endedAt } = grant
  const { problem, waitsFor, completedBy } = grant
  // Two counts of rounds, of the limit and of the task, would contradict each other.
  const hasMeter = isLiveLine(grant) && grant.limits.maxRounds !== undefined
  return (
    <li className="border-line border-t py-3">
      <TaskHead publisher={publisher} title={title} state={t(`grant.${state}`)} isLive={state === 'active'}>
        {isLiveLine(grant) && <LiveActions key={id} grant={grant} />}
      </TaskHead>
      <p className="num mt-0.5 text-sm text-soft">
        <T k="requests.from" params={{ origin: <bdi>{inert(origin, 80)}</bdi> }} />
        {' · '}
        <T k="requests.usesData" params={{ dataset: <bdi>{dataset ?? t('requests.deletedData')}</bdi> }} />
        {' · '}
        {hasMeter || `${t('requests.rounds', { done: roundsDone, rounds: bounds.rounds })} · `}
        {endedAt === undefined ? t('requests.until', { day: formatDay(expiresAt) }) : formatMoment(endedAt)}
      </p>
      {isLiveLine(grant) && <LimitsUsed grant={grant} />}
      {waitsFor.length > 0 && (
        <p className="mt-1 text-sm" data-waits={waitsFor.join(' ')}>
          {waitingWords(waitsFor)}
        </p>
      )}
      {completedBy !== undefined && completedBy !== 'task' && (
        <p className="mt-1 text-sm">{t(`grants.completedBy.${completedBy}`)}</p>
      )}
      {isWithdrawnLine(grant) && <Withdrawn grant={grant} />}
      {problem !== undefined && (
        <Problem>
          {problem.message} {problem.todo}
        </Problem>
      )}
    </li>
  )
}

function LiveActions({ grant }: { readonly grant: GrantLine }) {
  const { id, publisher, state } = grant
  const [open, setOpen] = useState<'limits' | 'revoke'>()
  const isPaused = state === 'paused'
  const pause = useTask(() => command('grant.pause', { grantId: id, paused: !isPaused }))
  const close = () => setOpen(undefined)
  return (
    <>
      <button
        type="button"
        className="action"
        aria-label={t('grants.limitsOne', { publisher })}
        onClick={() => setOpen('limits')}
      >
        {t('grants.limits')}
      </button>
      <button
        type="button"
        className="action"
        aria-disabled={pause.isRunning}
        aria-label={t(isPaused ? 'requests.resumeOne' : 'requests.pauseOne', { publisher })}
        onClick={pause.run}
      >
        {t(isPaused ? 'requests.resume' : 'requests.pause')}
      </button>
      <button
        type="button"
        className="action text-stop"
        aria-label={t('requests.revokeOne', { publisher })}
        onClick={() => setOpen('revoke')}
      >
        {t('requests.revoke')}
      </button>
      {pause.error !== undefined && <Problem>{pause.error}</Problem>}
      {open === 'limits' && <LimitsEditor grant={grant} onClose={close} />}
      {open === 'revoke' && (
        <RevokeDialog
          title={<T k="grants.publisherSure" params={{ count: 1, publisher: <bdi>{publisher}</bdi> }} />}
          onConfirm={() => command('grant.revoke', { grantId: id })}
          onClose={close}
        />
      )}
    </>
  )
}
