import { t } from '../../lib/i18n/translate.ts'
import { rulesView } from '../../lib/views/rules.ts'
import { Gpc } from '../rules/Gpc.tsx'
import { Interchange } from '../rules/Interchange.tsx'
import { PresetsPart } from '../rules/PresetsPart.tsx'
import { Rules } from '../rules/Rules.tsx'
import { Sites } from '../sites/Sites.tsx'
import { useView } from '../useView.ts'
import { Lead, Loaded } from './Page.tsx'

/** What the person has said beforehand: rules as sentences, presets, and what holds for single sites. */
export function RulesPage() {
  const live = useView(rulesView)
  return (
    <>
      <Lead>{t('rules.lead')}</Lead>
      <Loaded live={live}>
        {(view) => (
          <>
            <Rules view={view} />
            <PresetsPart view={view} />
          </>
        )}
      </Loaded>
      <Sites />
      <Gpc />
      {live.value !== undefined && <Interchange view={live.value} />}
    </>
  )
}
