import { useMemo } from 'react'
import type { RuleDraft } from '../../lib/consent/rules.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { AnalysisResult } from '../../lib/policy/analysis/result.ts'
import type { RuleRecord } from '../../lib/policy/rule.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { findingsOf } from '../../lib/views/rulesFindings.ts'
import { type Names, namesOf, sentenceOf } from '../../lib/views/rulesWords.ts'
import { Note } from '../ui/Notes.tsx'
import { Replay } from './Replay.tsx'
import { useAnalysis } from './useAnalysis.ts'

/** A rule that has no id yet, among those that have. */
const DRAFT = 'draft'

interface ConsequencesProps {
  readonly draft: RuleDraft
  readonly rule: RuleRecord | undefined
  readonly view: RulesView
}

/** What the rule says as it stands in the fields, how it lies to the others, and what it would have decided. */
export function Consequences({ draft, rule, view }: ConsequencesProps) {
  const id = rule?.id ?? DRAFT
  const names = useMemo(() => namesOf(view), [view])
  const after = useMemo(() => {
    const next: RuleRecord = { ...draft, id, source: 'person', createdAt: 0 }
    return rule === undefined
      ? [...view.rules, next]
      : view.rules.map((other) => (other.id === id ? next : other))
  }, [draft, id, rule, view.rules])
  return (
    <div className="min-w-0 max-lg:border-line max-lg:border-t max-lg:pt-4">
      <div className="grid gap-5 lg:sticky lg:top-6">
        <section>
          <h4 className="text-sm text-soft">{t('rules.form.reads')}</h4>
          <p className="font-serif text-[17px] leading-snug" aria-live="polite">
            {sentenceOf(draft, names)}
          </p>
        </section>
        <section>
          <h4 className="mb-1 text-sm text-soft">{t('rules.replay.title')}</h4>
          <Replay view={view} after={after} />
        </section>
        <section>
          <h4 className="mb-1 text-sm text-soft">{t('rules.finding.title')}</h4>
          <Findings
            result={useAnalysis(after, view.settings.allowWithoutNoise)}
            id={id}
            rules={after}
            names={names}
          />
        </section>
      </div>
    </div>
  )
}

interface FindingsProps {
  readonly result: AnalysisResult | undefined
  readonly id: string
  readonly rules: readonly RuleRecord[]
  readonly names: Names
}

function Findings({ result, id, rules, names }: FindingsProps) {
  if (result === undefined) return <p className="text-sm text-soft">{t('rules.finding.looking')}</p>
  if (result.kind === 'not-analysed') return <p className="text-sm text-soft">{t('rules.finding.tooMany')}</p>
  const findings = findingsOf(result, id, rules, names)
  if (findings.length === 0) return <p className="text-sm text-soft">{t('rules.finding.none')}</p>
  return (
    <ul className="grid gap-2">
      {findings.map(({ tone, text }) => (
        <li key={text}>{tone === 'warn' ? <Note>{text}</Note> : <p className="text-sm">{text}</p>}</li>
      ))}
    </ul>
  )
}
