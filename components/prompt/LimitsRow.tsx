import { useId } from 'react'
import { formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { LimitName, LimitsForm } from '../../lib/views/limitsForm.ts'
import { Row } from './Row.tsx'
import type { RowProps } from './Rows.tsx'

interface LimitsRowProps extends RowProps {
  readonly form: LimitsForm
  readonly onChange: (form: LimitsForm) => void
  readonly errors: Partial<Readonly<Record<LimitName, string>>>
}

/** Where the person stops it by themselves, earlier than the task would end. Nothing is set beforehand. */
export function LimitsRow({ view, form, onChange, errors }: LimitsRowProps) {
  const { schedule, privacy } = view.manifest
  const field = { form, onChange, errors }
  const set = Object.values(form).filter((text) => text !== '').length
  const hasErrors = Object.keys(errors).length > 0
  return (
    <Row
      name={t('prompt.limits')}
      summary={
        <span className={hasErrors ? 'text-warn' : ''}>
          {hasErrors
            ? t('prompt.limitsWrong')
            : set === 0
              ? t('prompt.limitsNone')
              : t('prompt.limitsSet', { count: set })}
        </span>
      }
    >
      <p>{t('prompt.limitsNote')}</p>
      <Field name="rounds" label={t('prompt.limitRounds', { most: schedule.rounds })} {...field} />
      {privacy.mechanism === 'local' && (
        <Field
          name="epsilon"
          label={t('prompt.limitEpsilon', { most: formatEpsilon(privacy.maxEpsilon) })}
          {...field}
        />
      )}
      <Field name="minutes" label={t('prompt.limitMinutes')} {...field} />
    </Row>
  )
}

interface FieldProps extends Omit<LimitsRowProps, 'view'> {
  readonly name: LimitName
  readonly label: string
}

function Field({ name, label, form, onChange, errors }: FieldProps) {
  const errorId = useId()
  const error = errors[name]
  return (
    <label className="grid gap-0.5">
      <span className="text-xs">{label}</span>
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        className="num w-28 rounded-md border border-edge bg-surface px-2 py-1 text-ink"
        value={form[name]}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => onChange({ ...form, [name]: event.currentTarget.value })}
      />
      {error !== undefined && (
        <span id={errorId} className="text-warn text-xs">
          {error}
        </span>
      )}
    </label>
  )
}
