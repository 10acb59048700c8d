import { type ReactNode, useId, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'

interface AnswerProps {
  readonly reasons: readonly ReactNode[]
  /** What remembering is called here, and what it will do. */
  readonly remember: ReactNode
  /** What remembering will cover: there to be opened before it is ticked, and in sight while it is. */
  readonly covers?: ReactNode
  /** What remembering will do, where that does not fit into its name; in a low window only the reasons say it. */
  readonly note?: string
  readonly canAllow: boolean
  readonly isAnswering: boolean
  readonly isRemembered: boolean
  readonly onRemember: (isRemembered: boolean) => void
  readonly onAllow: () => void
  readonly onRefuse: () => void
}

/** Two answers of the same weight, nothing chosen beforehand. */
export function Answer(props: AnswerProps) {
  const { reasons, remember, covers, note, canAllow, isAnswering, isRemembered, onRemember } = props
  const { onAllow, onRefuse } = props
  const [isWhyOpen, setWhyOpen] = useState(false)
  const whyId = useId()
  const noteId = useId()
  const coversId = useId()
  const describedBy = covers === undefined ? (note === undefined ? undefined : noteId) : coversId
  return (
    <>
      {isWhyOpen && (
        <ul id={whyId} className="mb-2 grid list-disc gap-1 pl-4 text-[13px] text-soft">
          {reasons.map((reason, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: reasons do not move
            <li key={place}>{reason}</li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-3 text-sm">
        <label className="flex min-h-[24px] grow items-center gap-2">
          <input
            type="checkbox"
            checked={isRemembered}
            aria-describedby={describedBy}
            onChange={(event) => onRemember(event.currentTarget.checked)}
          />
          <span>{remember}</span>
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
      {note !== undefined && (
        <p id={noteId} className="pl-[23px] text-soft text-xs short:hidden">
          {note}
        </p>
      )}
      {covers !== undefined && (
        <details key={String(isRemembered)} open={isRemembered} className="pl-[23px] text-soft text-xs">
          <summary className="action font-normal text-soft text-xs underline underline-offset-3">
            {t('prompt.covers')}
          </summary>
          <div id={coversId} className="mt-1 grid gap-1">
            {covers}
          </div>
        </details>
      )}
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
