import { t } from '../../lib/i18n/translate.ts'
import { type Condition, PERIODS } from '../../lib/policy/rule.ts'
import type { KnownToken, NeedsForm } from '../../lib/views/rulesForm.ts'
import { Checks } from './fields.tsx'
import { Choice, type DescribedNeed, Value } from './NeedInputs.tsx'
import { Reward } from './Reward.tsx'

interface NeedValueProps {
  readonly condition: Condition
  readonly needs: NeedsForm
  readonly tokens: readonly KnownToken[]
  readonly described: DescribedNeed
  readonly onChange: (value: NeedsForm[Condition]) => void
}

const UNITS = ['record', 'contributor'] as const
/** What there is today; a rule that came from elsewhere may name others. */
const AGGREGATIONS = ['plain']

/** The value of one condition, in units that people use. Nothing for those that are only switched on. */
export function NeedValue({ condition, needs, tokens, described, onChange }: NeedValueProps) {
  switch (condition) {
    case 'noise':
    case 'funded':
    case 'idle':
    case 'charging':
    case 'unmetered':
      return null
    case 'unit':
      return (
        <Choice
          described={described}
          value={needs.unit ?? 'record'}
          choices={UNITS}
          nameOf={(unit) => t(`rules.need.unit.${unit}`)}
          onChange={onChange}
        />
      )
    case 'maxEpsilonPerPeriod': {
      const { period, epsilon } = needs.maxEpsilonPerPeriod ?? { period: 'month', epsilon: '' }
      return (
        <span className="flex flex-wrap items-center gap-2">
          <Value
            described={described}
            value={epsilon}
            onChange={(text) => onChange({ period, epsilon: text })}
          />
          <span className="text-soft">{t('rules.period.in')}</span>
          <Choice
            label={t('rules.period.label')}
            described={described}
            value={period}
            choices={PERIODS}
            nameOf={(name) => t(`rules.period.${name}`)}
            onChange={(name) => onChange({ period: name, epsilon })}
          />
        </span>
      )
    }
    case 'aggregation': {
      const chosen = needs.aggregation ?? []
      const kinds = [...new Set([...AGGREGATIONS, ...chosen])]
      return (
        <Checks
          label={t('rules.need.aggregation')}
          isNamed
          choices={kinds.map((kind) => ({
            value: kind,
            name: kind === 'plain' ? t('rules.aggregation.plain') : kind,
          }))}
          chosen={chosen}
          onChange={onChange}
        />
      )
    }
    case 'minReward':
      return <Reward reward={needs.minReward} tokens={tokens} described={described} onChange={onChange} />
    case 'hours': {
      const hours = needs.hours ?? { from: '', to: '' }
      return (
        <span className="flex flex-wrap items-center gap-2">
          <Value
            type="time"
            label={t('rules.hours.from')}
            described={described}
            value={hours.from}
            onChange={(from) => onChange({ ...hours, from })}
          />
          <span className="text-soft">{t('rules.hours.until')}</span>
          <Value
            type="time"
            label={t('rules.hours.to')}
            described={described}
            value={hours.to}
            onChange={(to) => onChange({ ...hours, to })}
          />
        </span>
      )
    }
    case 'recipients':
    case 'licenses':
    case 'jurisdictions':
      return (
        <textarea
          rows={1}
          spellCheck={false}
          className="field field-sizing-content ms-[23px] max-h-40 min-w-56 max-w-full grow resize-none"
          aria-labelledby={described.labelId}
          aria-describedby={described.describedBy}
          aria-invalid={described.isWrong}
          value={needs[condition] ?? ''}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    default:
      return (
        <span className="flex items-center gap-2">
          <Value described={described} value={needs[condition] ?? ''} onChange={onChange} />
          {condition === 'maxRetentionDays' && <span className="text-soft">{t('rules.unit.days')}</span>}
        </span>
      )
  }
}
