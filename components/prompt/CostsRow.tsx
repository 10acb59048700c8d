import { formatDay, formatDuration, formatEpsilon, formatPercent } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { BudgetMeter } from '../ui/BudgetMeter.tsx'
import { Row } from './Row.tsx'
import type { RowProps } from './Rows.tsx'

const budgetWords = ({ budget, manifest }: RowProps['view']): string => {
  if (manifest.privacy.mechanism === 'none') return t('prompt.costsNoBudget')
  if (budget === undefined || !Number.isFinite(budget.next)) return ''
  return t('prompt.costsBudget', { share: formatPercent(budget.next / budget.budget) })
}

/** Privacy budget as a picture, then device time. */
export function CostsRow({ view }: RowProps) {
  const { budget, manifest, roundMs } = view
  const isCounted = budget !== undefined && Number.isFinite(budget.next)
  return (
    <Row
      name={t('prompt.costs')}
      summary={
        <>
          {isCounted && (
            <span className="mt-[7px] mb-1.5 block">
              <BudgetMeter budget={budget} />
            </span>
          )}
          <span className="num">
            {budgetWords(view)}{' '}
            {roundMs === undefined
              ? t('prompt.costsSteps', { steps: manifest.training.localSteps })
              : t('prompt.costsTime', { time: formatDuration(roundMs) })}
          </span>
        </>
      }
    >
      {isCounted && (
        <p className="num">
          {t('prompt.costsLedger', {
            spent: formatEpsilon(budget.spent),
            budget: formatEpsilon(budget.budget),
            after: formatEpsilon(budget.spent + budget.next),
          })}
        </p>
      )}
      <p>{t('prompt.costsDevice', { engine: t('prompt.costsEngine') })}</p>
      <p>
        {t('prompt.costsSchedule', {
          rounds: manifest.schedule.rounds,
          day: formatDay(Date.parse(manifest.schedule.closesAt)),
        })}
      </p>
    </Row>
  )
}
