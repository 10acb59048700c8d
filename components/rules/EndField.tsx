import { useId } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { dayOf, type RuleForm } from '../../lib/views/rulesForm.ts'
import { Line } from './fields.tsx'

const DAY = 86_400_000

interface EndFieldProps {
  readonly ends: RuleForm['ends']
  readonly error: string | undefined
  readonly onChange: (ends: RuleForm['ends']) => void
}

/** Whether the rule ends by itself, and when. */
export function EndField({ ends, error, onChange }: EndFieldProps) {
  const id = useId()
  return (
    <fieldset className="border-line border-t py-2.5">
      <legend className="sr-only">{t('rules.ends')}</legend>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <span aria-hidden="true">{t('rules.ends')}</span>
        {(['never', 'day'] as const).map((kind) => (
          <label key={kind} className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={id}
              checked={ends.kind === kind}
              onChange={() =>
                onChange({ ...ends, kind, day: ends.day === '' ? dayOf(Date.now() + 30 * DAY) : ends.day })
              }
            />
            {t(`rules.ends.${kind}`)}
          </label>
        ))}
      </div>
      {ends.kind === 'day' && (
        <div className="mt-2">
          <Line
            type="date"
            label={t('rules.ends.date')}
            error={error}
            className="w-44"
            value={ends.day}
            onChange={(day) => onChange({ ...ends, day })}
          />
        </div>
      )}
    </fieldset>
  )
}
