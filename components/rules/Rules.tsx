import { useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { RuleRecord } from '../../lib/policy/rule.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { namesOf } from '../../lib/views/rulesWords.ts'
import { Section } from '../dashboard/Page.tsx'
import { Empty } from '../ui/Notes.tsx'
import { RuleEditor } from './RuleEditor.tsx'
import { RuleItem } from './RuleItem.tsx'
import { SaidLine, useSaid } from './Said.tsx'

/** Where rules come from, those that the person wrote first. */
const SOURCES = ['person', 'answer', 'import', 'private', 'balanced', 'open'] as const
/** How many of a group are shown until more are asked for. */
const SHOWN = 25

/** All rules, in groups by where they come from: each is changed in its place. */
export function Rules({ view }: { readonly view: RulesView }) {
  const add = useRef<HTMLButtonElement>(null)
  const [isAdding, setAdding] = useState(false)
  const said = useSaid()
  const close = () => {
    setAdding(false)
    add.current?.focus()
  }
  return (
    <Section
      title={t('rules.title')}
      aside={
        <button
          ref={add}
          type="button"
          className="action"
          aria-expanded={isAdding}
          onClick={() => {
            said.forget()
            setAdding((isOpen) => !isOpen)
          }}
        >
          {t('rules.new')}
        </button>
      }
    >
      <SaidLine said={said} />
      {isAdding && (
        <RuleEditor
          view={view}
          onCancel={close}
          onSaved={(change) => {
            setAdding(false)
            said.say(t('rules.saved'), change)
          }}
        />
      )}
      {view.rules.length === 0 ? (
        <Empty>{t('rules.none')}</Empty>
      ) : (
        SOURCES.map((source) => (
          <Group
            key={source}
            title={t(`rules.group.${source}`)}
            rules={view.rules.filter((rule) => rule.source === source)}
            view={view}
            said={said}
          />
        ))
      )}
    </Section>
  )
}

interface GroupProps {
  readonly title: string
  readonly rules: readonly RuleRecord[]
  readonly view: RulesView
  readonly said: ReturnType<typeof useSaid>
}

function Group({ title, rules, view, said }: GroupProps) {
  const [count, setCount] = useState(SHOWN)
  if (rules.length === 0) return null
  const names = namesOf(view)
  return (
    <section className="mt-5 first-of-type:mt-2">
      <h3 className="mb-1 flex items-baseline gap-2 text-sm text-soft">
        {title}
        <span className="num text-xs">{t('rules.count', { count: rules.length })}</span>
      </h3>
      <ul>
        {rules.slice(0, count).map((rule) => (
          <RuleItem key={rule.id} rule={rule} view={view} names={names} said={said} />
        ))}
      </ul>
      {rules.length > count && (
        <button type="button" className="action" onClick={() => setCount((before) => before + 100)}>
          {t('rules.more', { count: Math.min(100, rules.length - count) })}
        </button>
      )}
    </section>
  )
}
