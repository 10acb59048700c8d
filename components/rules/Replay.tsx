import { useMemo } from 'react'
import { formatAnd, formatDay, formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { RuleRecord } from '../../lib/policy/rule.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { type Difference, differencesOf, kindsOfDifference } from '../../lib/views/rulesReplay.ts'
import { T } from '../ui/T.tsx'

interface ReplayProps {
  readonly view: Pick<RulesView, 'rules' | 'recorded' | 'settings'>
  /** The rules as they would be. */
  readonly after: readonly RuleRecord[]
}

const SHOWN = 5

/** What the recorded requests would have come to under other rules. */
export function Replay({ view: { rules, recorded, settings }, after }: ReplayProps) {
  const differences = useMemo(
    () => differencesOf(rules, after, recorded, settings),
    [rules, after, recorded, settings],
  )
  const oldest = recorded.at(-1)
  if (oldest === undefined) return <p className="text-sm text-soft">{t('rules.replay.none')}</p>
  const figures = { count: recorded.length, day: formatDay(oldest.at) }
  if (differences.length === 0) return <p className="text-sm text-soft">{t('rules.replay.same', figures)}</p>
  return (
    <>
      <p>{t('rules.replay.differs', { ...figures, parts: partsOf(differences, recorded.length) })}</p>
      <ul className="mt-1.5">
        {differences.slice(0, SHOWN).map((difference) => (
          <Line key={difference.request.id} difference={difference} />
        ))}
      </ul>
      {differences.length > SHOWN && (
        <p className="text-sm text-soft">{t('rules.replay.more', { count: differences.length - SHOWN })}</p>
      )}
    </>
  )
}

/** "2 would have been refused instead of asked and 1 allowed instead of asked"; without a number where there is one request. */
const partsOf = (differences: readonly Difference[], all: number): string =>
  formatAnd(
    kindsOfDifference(differences).map(({ before, after, count }, place) => {
      const words = { after: t(`rules.replay.${after}`), before: t(`rules.replay.${before}`) }
      if (all === 1) return t('rules.replay.onlyPart', words)
      return place === 0
        ? t('rules.replay.part', { ...words, count })
        : t('rules.replay.nextPart', { ...words, count })
    }),
  )

function Line({ difference: { request, before, after } }: { readonly difference: Difference }) {
  return (
    <li className="border-line border-t py-1.5 text-sm">
      <T
        k="rules.replay.line"
        params={{ publisher: <bdi>{request.publisher}</bdi>, title: <bdi>{request.title}</bdi> }}
      />
      <span className="num block text-soft">
        {t('rules.replay.lineNote', {
          moment: formatMoment(request.at),
          after: t(`rules.replay.${after}`),
          before: t(`rules.replay.${before}`),
        })}
      </span>
    </li>
  )
}
