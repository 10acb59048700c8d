import { useState } from 'react'
import { formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { TaskPromptView } from '../../lib/views/prompt.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { Answer } from './Answer.tsx'
import { Blockers } from './Blockers.tsx'
import { Frame } from './Frame.tsx'
import { Rows } from './Rows.tsx'
import { useAnswer } from './useAnswer.ts'
import { useOpened } from './useOpened.ts'
import { useSettled } from './useSettled.ts'
import { TaskWarnings } from './Warnings.tsx'

const REMEMBER_DAYS = 30

interface PromptProps {
  readonly view: TaskPromptView
  readonly waiting: number
  /** Opens a page of ours in a tab. */
  readonly open: (path: `/${string}`) => void
}

/**
 * One request to train on the person's data. Mounted anew for each request, so that nothing that was opened, ticked or
 * armed for one counts for the next.
 */
export function Prompt({ view, waiting, open }: PromptProps) {
  const { requestId, warnings, blockers } = view
  const { opened, onOpen, unread } = useOpened(warnings)
  const [isRemembered, setRemembered] = useState(false)
  const isSettled = useSettled()
  const answer = useAnswer((effect) =>
    command('request.decide', {
      requestId,
      effect,
      ...(isRemembered ? { remember: { days: REMEMBER_DAYS } } : {}),
    }),
  )
  return (
    <Frame
      origin={view.origin}
      waiting={waiting}
      outcome={<Outcome view={view} />}
      promise={t(promiseOf(view))}
      warnings={<TaskWarnings warnings={warnings} opened={opened} onOpen={onOpen} />}
      answers={
        <>
          <Blockers blockers={blockers} unread={unread} open={open} />
          <Answer
            reasons={view.reasons}
            remember={
              <>
                {t('prompt.remember')}{' '}
                <span className="text-soft">{t('prompt.rememberDays', { count: REMEMBER_DAYS })}</span>
              </>
            }
            canAllow={blockers.length === 0 && unread === 0 && isSettled && !answer.isAnswering}
            isAnswering={answer.isAnswering}
            isRemembered={isRemembered}
            onRemember={setRemembered}
            onAllow={answer.allow}
            onRefuse={answer.refuse}
          />
          {answer.error !== undefined && <Problem>{answer.error}</Problem>}
        </>
      }
    >
      <Rows view={view} />
    </Frame>
  )
}

function Outcome({ view }: { readonly view: TaskPromptView }) {
  const publisher = <bdi>{view.publisher}</bdi>
  if (view.dataset === undefined) return <T k="prompt.wantsNothing" params={{ publisher }} />
  const records = formatNumber(view.records)
  return view.manifest.data.kind === 'image' ? (
    <T k="prompt.wantsImages" params={{ publisher, records }} />
  ) : (
    <T k="prompt.wantsRows" params={{ publisher, records }} />
  )
}

/** "Protected" is said only where noise is added and the ledger stays within the dataset's budget. */
const promiseOf = ({ isProtected, manifest }: TaskPromptView) =>
  isProtected
    ? 'prompt.staysProtected'
    : manifest.privacy.mechanism === 'none'
      ? 'prompt.staysOpen'
      : 'prompt.staysUnsure'
