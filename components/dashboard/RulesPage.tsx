import { formatDay, formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert, termWords } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { type RuleLine, rulesView } from '../../lib/views/requests.ts'
import { Sites } from '../sites/Sites.tsx'
import { Empty, Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask, useView } from '../useView.ts'
import { Lead, Loaded, Section } from './Page.tsx'

/** What the person has said beforehand: remembered answers as sentences, and what holds for single sites. */
export function RulesPage() {
  const live = useView(rulesView)
  return (
    <>
      <Lead>{t('rules.page')}</Lead>
      <Section title={t('rules.data')}>
        <p className="mb-3 max-w-prose text-soft">{t('rules.lead')}</p>
        <Loaded live={live}>
          {(rules) =>
            rules.length === 0 ? (
              <Empty>{t('rules.none')}</Empty>
            ) : (
              <ul>
                {rules.map((rule) => (
                  <Rule key={rule.id} rule={rule} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Sites />
    </>
  )
}

const SENTENCES = { allow: 'rules.allow', ask: 'rules.ask', refuse: 'rules.refuse' } as const

function Rule({ rule }: { readonly rule: RuleLine }) {
  const remove = useTask(() => command('rule.delete', { ruleId: rule.id }))
  const origin = inert(rule.origin, 80)
  const who =
    rule.publisherName === undefined ? (
      <bdi>{origin}</bdi>
    ) : (
      <T k="rules.who" params={{ publisher: <bdi>{rule.publisherName}</bdi>, origin: <bdi>{origin}</bdi> }} />
    )
  const what =
    rule.category === undefined
      ? t('rules.anyData')
      : t('rules.category', { category: termWords(rule.category) })
  return (
    <li className="border-line border-t py-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <p className={`grow ${rule.isExpired ? 'text-soft line-through' : ''}`}>
          <T k={SENTENCES[rule.effect]} params={{ who, what }} />
        </p>
        <button
          type="button"
          className="action"
          aria-disabled={remove.isRunning}
          aria-label={t('rules.deleteOne', { origin })}
          onClick={remove.run}
        >
          {t('rules.delete')}
        </button>
      </div>
      <p className="mt-0.5 text-sm text-soft">{conditions(rule).join(' ')}</p>
      {remove.error !== undefined && <Problem>{remove.error}</Problem>}
    </li>
  )
}

const conditions = ({ purposes, privacy, isExpired, expiresAt }: RuleLine): readonly string[] => [
  ...(purposes === undefined ? [] : [t('rules.purposes', { purposes: purposes.map(termWords).join(', ') })]),
  ...(privacy?.mechanism === 'local'
    ? [
        privacy.maxEpsilon === undefined
          ? t('rules.privacyLocalAny')
          : t('rules.privacyLocal', { epsilon: formatEpsilon(privacy.maxEpsilon) }),
      ]
    : []),
  t(isExpired ? 'rules.expired' : 'rules.until', { day: formatDay(expiresAt) }),
]
