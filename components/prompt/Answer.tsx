import { useId, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { REMEMBER_DAYS } from './Prompt.tsx'

interface AnswerProps {
  readonly reasons: readonly string[]
  readonly canAllow: boolean
  readonly isAnswering: boolean
  readonly isRemembered: boolean
  readonly onRemember: (isRemembered: boolean) => void
  readonly onAllow: () => void
  readonly onRefuse: () => void
}

/** Two answers of the same weight, nothing chosen beforehand. */
export function Answer(props: AnswerProps) {
  const { reasons, canAllow, isAnswering, isRemembered, onRemember, onAllow, onRefuse } = props
  const [isWhyOpen, setWhyOpen] = useState(false)
  const whyId = useId()
  return (
    <>
      {isWhyOpen && (
        <ul id={whyId} className="mb-2 grid list-disc gap-1 pl-4 text-[13px] text-soft">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-3 text-sm">
        <label className="flex min-h-6 grow items-center gap-2">
          <input
            type="checkbox"
            checked={isRemembered}
            onChange={(event) => onRemember(event.currentTarget.checked)}
          />
          <span>
            {t('prompt.remember')}{' '}
            <span className="text-soft">{t('prompt.rememberDays', { count: REMEMBER_DAYS })}</span>
          </span>
        </label>
        <button
          type="button"
          className="action font-normal text-soft"
          aria-expanded={isWhyOpen}
          aria-controls={whyId}
          onClick={() => setWhyOpen((isOpen) => !isOpen)}
        >
          {t('prompt.why')}
        </button>
      </div>
      <div className="mt-3 grid grid-cols-2 gap-2.5">
        <button type="button" className="button" aria-disabled={isAnswering} onClick={onRefuse}>
          {t('prompt.refuse')}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={!canAllow}
          aria-describedby="why-not"
          onClick={() => canAllow && onAllow()}
        >
          {t('prompt.allow')}
        </button>
      </div>
      <p className="sr-only" aria-live="polite">
        {isAnswering ? t('prompt.answering') : ''}
      </p>
    </>
  )
}
