import { formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { BudgetView } from '../../lib/views/budget.ts'
import { Meter } from './Meter.tsx'

/** ε 2.1 of 8. */
export const budgetFigure = ({ spent, budget }: BudgetView): string =>
  t('budget.of', { spent: formatEpsilon(spent), budget: formatEpsilon(budget) })

/** A dataset's budget as a picture: the spent part solid, what is planned striped. */
export function BudgetMeter({ budget }: { readonly budget: BudgetView }) {
  const { name, spent, next, budget: limit } = budget
  const figures = { name, spent: formatEpsilon(spent), budget: formatEpsilon(limit) }
  const isPlanned = next > 0 && Number.isFinite(next)
  return (
    <Meter
      spent={spent / limit}
      next={isPlanned ? next / limit : 0}
      label={
        isPlanned
          ? t('budget.meterNext', { ...figures, next: formatEpsilon(next) })
          : t('budget.meter', figures)
      }
    />
  )
}
