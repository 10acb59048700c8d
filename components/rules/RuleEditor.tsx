import { type SyntheticEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { RulesChange } from '../../lib/consent/rules.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { Condition, RuleRecord } from '../../lib/policy/rule.ts'
import { command } from '../../lib/rpc/client.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { emptyForm, formOf, NAME_LENGTH, type RuleForm } from '../../lib/views/rulesForm.ts'
import { type FieldErrors, readForm } from '../../lib/views/rulesRead.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'
import { Consequences } from './Consequences.tsx'
import { EffectField } from './Effect.tsx'
import { EndField } from './EndField.tsx'
import { Line } from './fields.tsx'
import { Needs } from './Needs.tsx'
import { groupOf, type NeedGroup } from './needGroups.ts'
import { WhatFields } from './WhatFields.tsx'
import { WhoFields } from './WhoFields.tsx'

interface RuleEditorProps {
  /** Absent where a rule is made. */
  readonly rule?: RuleRecord
  readonly view: RulesView
  readonly onSaved: (change: RulesChange) => void
  readonly onCancel: () => void
}

/** A rule, all of it at once, with what it would do beside it. Nothing counts before it is saved. */
export function RuleEditor({ rule, view, onSaved, onCancel }: RuleEditorProps) {
  const titleId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [fields, setFields] = useState(() => (rule === undefined ? emptyForm() : formOf(rule, view.tokens)))
  const [tries, setTries] = useState(0)
  const [open, setOpen] = useState(() => groupsOf(fields))
  const { draft, errors } = useMemo(() => readForm(fields, view.tokens, Date.now()), [fields, view.tokens])
  // Not while they go from field to field: an error that appears moves what they are about to press.
  const shown = tries > 0 ? errors : NO_ERRORS
  const wrong = Object.keys(errors).length
  const save = useTask(async () => {
    const params = rule === undefined ? { draft } : { draft, ruleId: rule.id }
    onSaved(await command('rule.save', params))
  })
  useEffect(() => form.current?.querySelector<HTMLElement>('input:checked')?.focus(), [])
  // What was wrong when the person tried to save is shown by now: they are taken there.
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])

  const change = (changes: Partial<RuleForm>) => setFields((before) => ({ ...before, ...changes }))
  const setGroupOpen = (group: NeedGroup, isOpen: boolean) =>
    setOpen((before) =>
      isOpen ? new Set([...before, group]) : new Set([...before].filter((o) => o !== group)),
    )
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (wrong === 0) {
      void save.run()
      return
    }
    setOpen(
      (before) => new Set([...before, ...Object.keys(errors).map((field) => groupOf(field as Condition))]),
    )
    setTries((before) => before + 1)
  }
  return (
    <form
      ref={form}
      noValidate
      aria-labelledby={titleId}
      className="my-3 grid gap-x-10 gap-y-5 rounded-xl border border-line bg-surface p-5 lg:grid-cols-[minmax(0,1fr)_minmax(250px,320px)]"
      onSubmit={submit}
    >
      <h3 id={titleId} className="sr-only">
        {t(rule === undefined ? 'rules.form.new' : 'rules.form.edit')}
      </h3>
      <div className="min-w-0">
        <EffectField
          effect={fields.effect}
          hasNeeds={draft.needs !== undefined}
          onChange={(effect) => change({ effect })}
        />
        <Part title={t('rules.who')} note={t('rules.whoAny')}>
          <WhoFields form={fields} known={view.publishers} errors={shown} onChange={change} />
        </Part>
        <Part title={t('rules.what')} note={t('rules.whatAny')}>
          <WhatFields form={fields} datasets={view.datasets} errors={shown} onChange={change} />
        </Part>
        <Part title={t('rules.needs')}>
          <Needs
            needs={fields.needs}
            tokens={view.tokens}
            errors={shown}
            open={open}
            onOpen={setGroupOpen}
            onChange={(needs) => change({ needs })}
          />
        </Part>
        <EndField ends={fields.ends} error={shown.ends} onChange={(ends) => change({ ends })} />
        <div className="border-line border-t pt-2.5">
          <Line
            label={t('rules.name')}
            note={t('rules.nameNote')}
            error={shown.name}
            maxLength={NAME_LENGTH}
            value={fields.name}
            onChange={(name) => change({ name })}
          />
        </div>
      </div>
      <Consequences draft={useDeferredValue(draft)} rule={rule} view={view} />
      <div className="border-line border-t pt-4 lg:col-span-2">
        <div className="flex flex-wrap items-center gap-4">
          <button type="submit" className="button min-w-32" aria-disabled={save.isRunning}>
            {t('rules.save')}
          </button>
          <button type="button" className="action" onClick={onCancel}>
            {t('common.cancel')}
          </button>
          {tries > 0 && wrong > 0 && (
            <p className="text-sm text-warn">{t('rules.saveDespite', { count: wrong })}</p>
          )}
        </div>
        {save.error !== undefined && <Problem>{save.error}</Problem>}
      </div>
    </form>
  )
}

/** Groups of conditions in which something is chosen. */
const groupsOf = ({ needs }: RuleForm): ReadonlySet<NeedGroup> =>
  new Set(Object.keys(needs).map((condition) => groupOf(condition as Condition)))

const NO_ERRORS: FieldErrors = {}

interface PartProps {
  readonly title: string
  readonly note?: string
  readonly children: React.ReactNode
}

function Part({ title, note, children }: PartProps) {
  return (
    <fieldset className="min-w-0 pb-4">
      <legend className="mb-2">
        <span className="font-semibold">{title}</span>
        {note !== undefined && <span className="ms-2 text-sm text-soft">{note}</span>}
      </legend>
      {children}
    </fieldset>
  )
}
