import { shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { linesOf, type RuleForm } from '../../lib/views/rulesForm.ts'
import type { FieldErrors } from '../../lib/views/rulesRead.ts'
import { Line, Lines } from './fields.tsx'

interface WhoFieldsProps {
  readonly form: RuleForm
  readonly known: RulesView['publishers']
  readonly errors: FieldErrors
  readonly onChange: (changes: Partial<RuleForm>) => void
}

/** Who asks: sites, accounts, and accounts that somebody vouches for. */
export function WhoFields({ form, known, errors, onChange }: WhoFieldsProps) {
  const named = linesOf(form.publishers).map((line) => line.toLowerCase())
  const more = known.filter(({ address }) => !named.includes(address.toLowerCase())).slice(0, 4)
  return (
    <div className="grid gap-3 border-line border-t pt-3">
      <Lines
        label={t('rules.origins')}
        note={t('rules.originsNote')}
        error={errors.origins}
        value={form.origins}
        onChange={(origins) => onChange({ origins })}
      />
      <div>
        <Lines
          label={t('rules.publishers')}
          note={t('rules.publishersNote')}
          error={errors.publishers}
          value={form.publishers}
          onChange={(publishers) => onChange({ publishers })}
        />
        {more.length > 0 && (
          <ul className="flex flex-wrap gap-x-4">
            {more.map(({ address, name }) => (
              <li key={address}>
                <button
                  type="button"
                  className="action text-sm"
                  onClick={() => onChange({ publishers: [...linesOf(form.publishers), address].join('\n') })}
                >
                  <bdi>{t('rules.addPublisher', { publisher: `${name} (${shortHex(address)})` })}</bdi>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Attested form={form} error={errors.attested} onChange={onChange} />
    </div>
  )
}

interface AttestedProps extends Pick<WhoFieldsProps, 'form' | 'onChange'> {
  readonly error: string | undefined
}

function Attested({ form: { attested }, error, onChange }: AttestedProps) {
  const set = (place: number, changes: Partial<(typeof attested)[number]>) =>
    onChange({ attested: attested.map((entry, i) => (i === place ? { ...entry, ...changes } : entry)) })
  return (
    <fieldset>
      <legend>{t('rules.attested')}</legend>
      <p className="text-sm text-soft">{t('rules.attestedNote')}</p>
      {attested.map(({ schema, attester }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have nothing else to tell them apart while they are typed
        <div key={place} className="mt-2 grid gap-2 border-line border-s-2 ps-3">
          <Line
            label={t('rules.attestedSchema')}
            error={place === attested.length - 1 ? error : undefined}
            value={schema}
            onChange={(text) => set(place, { schema: text })}
          />
          <Line
            label={t('rules.attestedAttester')}
            value={attester}
            onChange={(text) => set(place, { attester: text })}
          />
          <button
            type="button"
            className="action justify-self-start text-sm"
            aria-label={t('rules.attestedRemove', { place: place + 1 })}
            onClick={() => onChange({ attested: attested.filter((_, i) => i !== place) })}
          >
            {t('rules.attestedRemoveShort')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="action text-sm"
        onClick={() => onChange({ attested: [...attested, { schema: '', attester: '' }] })}
      >
        {t('rules.attestedAdd')}
      </button>
    </fieldset>
  )
}
