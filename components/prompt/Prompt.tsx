import { useState } from 'react'
import { formatDay, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { NO_LIMITS, readLimits } from '../../lib/views/limitsForm.ts'
import type { TaskPromptView } from '../../lib/views/prompt.ts'
import type { Why } from '../../lib/views/why.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { Answer } from './Answer.tsx'
import { Blockers } from './Blockers.tsx'
import { Frame } from './Frame.tsx'
import { LimitsRow } from './LimitsRow.tsx'
import { Rows } from './Rows.tsx'
import { TaskWarnings } from './taskWarnings.tsx'
import { useAnswer } from './useAnswer.ts'
import { useOpened } from './useOpened.ts'
import { useReturn } from './useReturn.ts'
import { useSettled } from './useSettled.ts'
import { useWhy } from './useWhy.ts'

const REMEMBER_DAYS = 30

interface PromptProps {
  readonly view: TaskPromptView
  readonly waiting: number
  readonly next: string | undefined
  /** Opens a page of ours in a tab. */
  readonly open: (path: `/${string}`) => void
}

/**
 * One request to train on the person's data. Mounted anew for each request, so that nothing that was opened, ticked or
 * armed for one counts for the next.
 */
export function Prompt({ view, waiting, next, open }: PromptProps) {
  const { requestId, warnings, blockers } = view
  const { opened, onOpen, unread } = useOpened(warnings)
  const [isRemembered, setRemembered] = useState(false)
  const [form, setForm] = useState(NO_LIMITS)
  const { limits, errors } = readLimits(form)
  const isSettled = useSettled()
  const why = useWhy(requestId, REMEMBER_DAYS)
  const answer = useAnswer((effect) =>
    command('request.decide', {
      requestId,
      effect,
      ...(isRemembered ? { remember: { days: REMEMBER_DAYS } } : {}),
      ...(view.dataset === undefined ? {} : { datasetId: view.dataset.id }),
      ...(limits === undefined || effect === 'refuse' ? {} : { limits }),
    }),
  )
  useReturn(() => {
    if (blockers.some(({ kind }) => kind === 'no-dataset' || kind === 'budget'))
      void command('request.recheck', { requestId }).catch(() => undefined)
  })
  const isReady = blockers.length === 0 && unread === 0 && Object.keys(errors).length === 0
  return (
    <Frame
      origin={view.origin}
      waiting={waiting}
      next={next}
      outcome={<Outcome view={view} />}
      promise={t(promiseOf(view))}
      history={<Past view={view} />}
      warnings={<TaskWarnings warnings={warnings} opened={opened} onOpen={onOpen} />}
      answers={
        <>
          <Blockers requestId={requestId} blockers={blockers} unread={unread} open={open} />
          <Answer
            reasons={[why?.because ?? t('prompt.whyReading')]}
            remember={
              <>
                {t('prompt.remember')}{' '}
                <span className="text-soft">{t('prompt.rememberDays', { count: REMEMBER_DAYS })}</span>
              </>
            }
            covers={<Covers why={why} />}
            canAllow={isReady && isSettled && !answer.isAnswering}
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
      <Rows view={view}>
        <LimitsRow view={view} form={form} onChange={setForm} errors={errors} />
      </Rows>
    </Frame>
  )
}

/** What each answer would be remembered as. */
function Covers({ why }: { readonly why: Why | undefined }) {
  if (why === undefined) return <p>{t('prompt.whyReading')}</p>
  return (
    <>
      <p>
        <T k="prompt.coversAllow" params={{ rule: why.allow ?? t('prompt.coversNone') }} />
      </p>
      <p>
        <T k="prompt.coversRefuse" params={{ rule: why.refuse ?? t('prompt.coversNone') }} />
      </p>
    </>
  )
}

function Outcome({ view }: { readonly view: TaskPromptView }) {
  const publisher = <bdi>{view.words.publisherShort}</bdi>
  if (view.dataset === undefined) return <T k="prompt.wantsNothing" params={{ publisher }} />
  const records = formatNumber(view.records)
  return view.manifest.data.kind === 'image' ? (
    <T k="prompt.wantsImages" params={{ publisher, records }} />
  ) : (
    <T k="prompt.wantsRows" params={{ publisher, records }} />
  )
}

/** What the person knows of this publisher already. */
function Past({ view: { history } }: { readonly view: TaskPromptView }) {
  return history.kind === 'first'
    ? t('prompt.past.first')
    : t(`prompt.past.${history.kind}`, { day: formatDay(history.at) })
}

/** "Protected" is said only where noise is added and the ledger stays within the dataset's budget. */
const promiseOf = ({ isProtected, manifest }: TaskPromptView) =>
  isProtected
    ? 'prompt.staysProtected'
    : manifest.privacy.mechanism === 'none'
      ? 'prompt.staysOpen'
      : 'prompt.staysUnsure'
