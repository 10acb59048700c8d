import { t } from '../../lib/i18n/translate.ts'
import type { BudgetView } from '../../lib/views/budget.ts'
import { BudgetMeter, budgetFigure } from '../ui/BudgetMeter.tsx'
import { T } from '../ui/T.tsx'

/** The budget of the dataset in use: what is gone, and what this round will take. */
export function BudgetPart({ budget }: { readonly budget: BudgetView }) {
  return (
    <section className="border-line border-t px-[18px] py-3">
      <div className="mb-2 flex items-baseline gap-2 text-sm">
        <h2 className="grow font-sans font-normal text-soft tracking-normal">
          <T
            k="popup.budget"
            params={{ name: <bdi className="font-semibold text-ink">{budget.name}</bdi> }}
          />
        </h2>
        <span className="num whitespace-nowrap">{budgetFigure(budget)}</span>
      </div>
      <BudgetMeter budget={budget} />
      <p className="mt-1.5 text-soft text-xs">
        {t(budget.next > 0 ? 'popup.budgetNext' : 'popup.budgetKept')}
      </p>
    </section>
  )
}
