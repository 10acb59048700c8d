import { useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { Section } from '../dashboard/Page.tsx'
import { Presets } from './Presets.tsx'

/** Presets on the rules' page: open from the start only where there are no rules yet. */
export function PresetsPart({ view }: { readonly view: RulesView }) {
  const [isOpen, setOpen] = useState(view.rules.length === 0)
  return (
    <Section
      title={t('rules.presets')}
      aside={
        <button
          type="button"
          className="action"
          aria-expanded={isOpen}
          onClick={() => setOpen((was) => !was)}
        >
          {t(isOpen ? 'rules.presets.hide' : 'rules.presets.show')}
        </button>
      }
    >
      <p className="mb-3 max-w-prose text-soft">
        {view.preset === undefined
          ? t('rules.presets.lead')
          : t('rules.presets.holds', { preset: t(`rules.preset.${view.preset}`) })}
      </p>
      {isOpen && <Presets view={view} />}
    </Section>
  )
}
