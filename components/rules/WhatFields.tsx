import { t } from '../../lib/i18n/translate.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import type { RuleForm } from '../../lib/views/rulesForm.ts'
import type { FieldErrors } from '../../lib/views/rulesRead.ts'
import { Problem } from '../ui/Notes.tsx'
import { Checks } from './fields.tsx'
import { TermField } from './TermField.tsx'

const KINDS = ['image', 'table'] as const

interface WhatFieldsProps {
  readonly form: RuleForm
  readonly datasets: RulesView['datasets']
  readonly errors: FieldErrors
  readonly onChange: (changes: Partial<RuleForm>) => void
}

/** What is asked for: purposes and data by the vocabulary, kinds of records, and what lies in the vault. */
export function WhatFields({ form, datasets, errors, onChange }: WhatFieldsProps) {
  const otherKinds = form.kinds.filter((kind) => !(KINDS as readonly string[]).includes(kind))
  const gone = form.datasets.filter((id) => !datasets.some((dataset) => dataset.id === id))
  const vault = [
    ...datasets.map(({ id, name }) => ({ value: id, name })),
    ...gone.map((id) => ({ value: id, name: t('rules.datasetGone') })),
  ]
  return (
    <>
      <TermField
        vocabulary="purposes"
        chosen={form.purposes}
        error={errors.purposes}
        onChange={(purposes) => onChange({ purposes })}
      />
      <TermField
        vocabulary="categories"
        chosen={form.categories}
        error={errors.categories}
        onChange={(categories) => onChange({ categories })}
      />
      <div className="border-line border-t py-2.5">
        <Checks
          label={t('rules.kinds')}
          choices={[
            ...KINDS.map((kind) => ({ value: kind, name: t(`rules.kind.${kind}`) })),
            ...otherKinds.map((kind) => ({ value: kind, name: kind })),
          ]}
          chosen={form.kinds}
          onChange={(kinds) => onChange({ kinds })}
        />
      </div>
      {vault.length > 0 && (
        <div className="border-line border-t py-2.5">
          <Checks
            label={t('rules.datasets')}
            choices={vault}
            chosen={form.datasets}
            onChange={(chosen) => onChange({ datasets: chosen })}
          />
          {errors.datasets !== undefined && <Problem>{errors.datasets}</Problem>}
        </div>
      )}
    </>
  )
}
