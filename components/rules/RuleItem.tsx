import { useRef, useState } from 'react'
import { formatDay } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { RuleRecord } from '../../lib/policy/rule.ts'
import { command } from '../../lib/rpc/client.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { calledOf, type Names, sentenceOf } from '../../lib/views/rulesWords.ts'
import { Problem } from '../ui/Notes.tsx'
import { useNow, useTask } from '../useView.ts'
import { RuleEditor } from './RuleEditor.tsx'
import type { Said } from './Said.tsx'

const EDGES = { allow: 'border-accent', ask: 'border-edge', refuse: 'border-stop' } as const

interface RuleItemProps {
  readonly rule: RuleRecord
  readonly view: RulesView
  readonly names: Names
  readonly said: Said
}

/** One rule as a sentence, to be changed where it stands. */
export function RuleItem({ rule, view, names, said }: RuleItemProps) {
  const edit = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const now = useNow(60_000)
  const isExpired = rule.expiresAt !== null && rule.expiresAt <= now
  const called = calledOf(rule, names)
  const remove = useTask(async () => {
    said.say(t('rules.deleted'), await command('rule.delete', { ruleId: rule.id }))
  })
  const close = () => {
    setOpen(false)
    edit.current?.focus()
  }
  return (
    <li className="border-line border-t py-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <div className={`min-w-60 grow basis-0 border-s-2 ps-3 ${EDGES[rule.effect]}`}>
          {rule.name !== undefined && (
            <b className="block font-semibold">
              <bdi>{inert(rule.name, 80)}</bdi>
            </b>
          )}
          {/* While it is edited, the editor says how it reads. */}
          <p className={`max-w-prose ${isExpired ? 'text-soft line-through' : ''}`} hidden={isOpen}>
            <bdi>{sentenceOf({ ...rule, expiresAt: null }, names)}</bdi>
          </p>
          {isOpen && rule.name === undefined && <b className="font-semibold">{t('rules.form.edit')}</b>}
          {rule.expiresAt !== null && !isOpen && (
            <p className="text-sm text-soft">
              {t(isExpired ? 'rules.expired' : 'rules.until', { day: formatDay(rule.expiresAt) })}
            </p>
          )}
        </div>
        <button
          ref={edit}
          type="button"
          className="action"
          aria-expanded={isOpen}
          aria-label={t('rules.editOne', { rule: called })}
          onClick={() => {
            said.forget()
            setOpen((was) => !was)
          }}
        >
          {t('rules.edit')}
        </button>
        <button
          type="button"
          className="action"
          aria-disabled={remove.isRunning}
          aria-label={t('rules.deleteOne', { rule: called })}
          onClick={remove.run}
        >
          {t('common.delete')}
        </button>
      </div>
      {remove.error !== undefined && <Problem>{remove.error}</Problem>}
      {isOpen && (
        <RuleEditor
          rule={rule}
          view={view}
          onCancel={close}
          onSaved={(change) => {
            setOpen(false)
            said.say(t('rules.saved'), change)
          }}
        />
      )}
    </li>
  )
}
