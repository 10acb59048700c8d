import type { ReactNode } from 'react'
import { formatDay, formatEpsilon, formatPercent } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { Warning } from '../../lib/views/prompt.ts'
import { BudgetMeter } from '../ui/BudgetMeter.tsx'
import { T } from '../ui/T.tsx'
import { PayFindings, SiteFindings, siteTitle, WordFindings } from './findings.tsx'
import { FrameText, Warnings, type WarningsProps } from './Warnings.tsx'

/** The warnings of a request to train. */
export function TaskWarnings(props: WarningsProps<Warning>) {
  return <Warnings {...props} title={titleOf} body={bodyOf} />
}

const titleOf = (warning: Warning): ReactNode => {
  switch (warning.kind) {
    case 'small-cohort':
      return t('prompt.warn.small-cohort', { count: warning.minCohort })
    case 'changed-terms':
      return t('prompt.warn.changed-terms', { day: formatDay(warning.agreedAt) })
    case 'low-budget': {
      const { spent, next, budget } = warning.budget
      return t('prompt.warn.low-budget', { share: formatPercent(1 - (spent + next) / budget) })
    }
    case 'site-name':
      return siteTitle(warning.findings)
    default:
      return t(`prompt.warn.${warning.kind}`)
  }
}

const bodyOf = (warning: Warning): ReactNode => {
  switch (warning.kind) {
    case 'no-noise':
    case 'small-cohort':
      return t(`prompt.warn.${warning.kind}.text`)
    case 'cross-origin':
      return <FrameText {...warning} />
    case 'coordinator':
      return (
        <T k="prompt.warn.coordinator.text" params={{ detail: <bdi>{inert(warning.detail, 200)}</bdi> }} />
      )
    case 'site-name':
      return <SiteFindings findings={warning.findings} />
    case 'namesake':
      return <T k="prompt.warn.namesake.text" params={{ name: <bdi>{warning.name}</bdi> }} />
    case 'words':
      return <WordFindings findings={warning.findings} />
    case 'pay':
      return <PayFindings findings={warning.findings} symbol={warning.symbol} />
    case 'model': {
      const { parameters, hidden, outputs } = warning
      return t('prompt.warn.model.text', { parameters, hidden, outputs })
    }
    case 'low-budget': {
      const { spent, next, budget } = warning.budget
      return (
        <>
          <BudgetMeter budget={warning.budget} />
          <p className="num mt-2">
            {t('prompt.warn.low-budget.text', {
              spent: formatEpsilon(spent),
              after: formatEpsilon(spent + next),
              budget: formatEpsilon(budget),
            })}
          </p>
        </>
      )
    }
    case 'changed-terms':
      return <Changes changes={warning.changes} />
  }
}

/** What was, struck out, and what is. */
function Changes({ changes }: Pick<Extract<Warning, { kind: 'changed-terms' }>, 'changes'>) {
  return (
    <dl className="grid gap-1.5">
      {changes.map(({ term, before, after }) => (
        <div key={term}>
          <dt className="text-xs">{t(`prompt.term.${term}`)}</dt>
          <dd>
            <del>
              <span className="sr-only">{t('prompt.before')} </span>
              <bdi>{before}</bdi>
            </del>{' '}
            <ins className="font-semibold no-underline">
              <span className="sr-only">{t('prompt.after')} </span>
              <bdi>{after}</bdi>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
