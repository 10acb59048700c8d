import { useId } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { Effect } from '../../lib/policy/rule.ts'

const EFFECTS = ['allow', 'ask', 'refuse'] as const

interface EffectFieldProps {
  readonly effect: Effect
  readonly hasNeeds: boolean
  readonly onChange: (effect: Effect) => void
}

/** What happens, and in a sentence what that means with and without conditions. */
export function EffectField({ effect, hasNeeds, onChange }: EffectFieldProps) {
  const id = useId()
  return (
    <fieldset className="pb-3">
      <legend className="mb-1 font-semibold">{t('rules.effect')}</legend>
      <div className="segments max-w-sm">
        {EFFECTS.map((choice) => (
          <label key={choice} className="min-h-9!">
            <input
              type="radio"
              name={id}
              className="sr-only"
              checked={choice === effect}
              aria-describedby={`${id}-means`}
              onChange={() => onChange(choice)}
            />
            {t(`rules.effect.${choice}`)}
          </label>
        ))}
      </div>
      <p id={`${id}-means`} className="mt-1.5 text-sm text-soft" aria-live="polite">
        {t(`rules.effect.${effect}${hasNeeds ? 'Needs' : 'Plain'}`)}
      </p>
    </fieldset>
  )
}
