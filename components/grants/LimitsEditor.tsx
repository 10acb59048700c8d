import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { formatDay, formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import {
  type GrantLimitsForm,
  type LimitField,
  limitsForm,
  readLimitsForm,
  widens,
} from '../../lib/views/grantLimitsForm.ts'
import type { GrantLine } from '../../lib/views/grantLine.ts'
import { Note, Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask } from '../useView.ts'

interface LimitsEditorProps {
  readonly grant: GrantLine
  readonly onClose: () => void
}

/** Limits as they are, to be changed within the task. What allows more than before is asked about once more. */
export function LimitsEditor({ grant, onClose }: LimitsEditorProps) {
  const { id, publisher, bounds } = grant
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [form, setForm] = useState(() => limitsForm(grant))
  const [isTried, setTried] = useState(false)
  const [isSure, setSure] = useState(false)
  const { wish, errors: found } = readLimitsForm(form, grant, Date.now())
  const errors = isTried ? found : {}
  const save = useTask(() => command('grant.limit', { grantId: id, limits: wish }))
  useEffect(() => dialog.current?.showModal(), [])

  const change = (changes: Partial<GrantLimitsForm>) => {
    setForm({ ...form, ...changes })
    setSure(false)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(found).length > 0) return
    if (!isSure && widens(grant, wish)) {
      setSure(true)
      return
    }
    if (await save.run()) onClose()
  }
  const field = { form, errors, onChange: change }
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(480px,calc(100vw-32px))] rounded-xl border border-line bg-paper p-6 text-ink backdrop:bg-black/40"
    >
      <form onSubmit={submit} noValidate>
        <h2 id={titleId} className="text-[19px] leading-snug">
          <T k="grants.limitsTitle" params={{ publisher: <bdi>{publisher}</bdi> }} />
        </h2>
        <p className="mt-2 text-sm text-soft">{t('grants.limitsNote')}</p>
        <div className="mt-4 grid gap-3">
          <Line name="rounds" label={t('grants.field.rounds', { most: bounds.rounds })} {...field} />
          {bounds.epsilon !== undefined && (
            <Line
              name="epsilon"
              label={t('grants.field.epsilon', { most: formatEpsilon(bounds.epsilon) })}
              {...field}
            />
          )}
          <Line name="minutes" label={t('grants.field.minutes')} {...field} />
          <Line
            name="until"
            type="date"
            label={t('grants.field.until')}
            note={t('grants.field.untilNote', { day: formatDay(bounds.closesAt) })}
            {...field}
          />
        </div>
        <fieldset className="mt-4 border-line border-t pt-3">
          <legend className="float-left w-full font-semibold text-sm">{t('grants.when')}</legend>
          <div className="clear-both grid gap-1.5 pt-1">
            {(['idle', 'charging', 'unmetered'] as const).map((name) => (
              <label key={name} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  checked={form[name]}
                  onChange={(event) => change({ [name]: event.currentTarget.checked })}
                />
                {t(`grants.only.${name}`)}
              </label>
            ))}
            <div className="mt-1 grid grid-cols-[auto_auto] justify-start gap-x-4">
              <Line name="from" type="time" label={t('grants.field.from')} {...field} />
              <Line name="to" type="time" label={t('grants.field.to')} {...field} />
            </div>
            <div className="mt-1">
              <Line name="minutesPerDay" label={t('grants.field.minutesPerDay')} {...field} />
            </div>
          </div>
        </fieldset>
        {isSure && (
          <div className="mt-4" role="status">
            <Note>{t('grants.wider')}</Note>
          </div>
        )}
        {save.error !== undefined && <Problem>{save.error}</Problem>}
        <div className="mt-5 grid grid-cols-2 gap-2.5">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="button text-accent" aria-disabled={save.isRunning}>
            {t(isSure ? 'grants.saveWider' : 'grants.save')}
          </button>
        </div>
      </form>
    </dialog>
  )
}

interface LineProps {
  readonly name: LimitField
  readonly label: string
  readonly note?: ReactNode
  readonly type?: 'text' | 'date' | 'time'
  readonly form: GrantLimitsForm
  readonly errors: Partial<Readonly<Record<LimitField, string>>>
  readonly onChange: (changes: Partial<GrantLimitsForm>) => void
}

function Line({ name, label, note, type = 'text', form, errors, onChange }: LineProps) {
  const id = useId()
  const error = errors[name]
  const described = [
    ...(note === undefined ? [] : [`${id}-note`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ]
  return (
    <div>
      <label htmlFor={id} className="block text-sm">
        {label}
      </label>
      <input
        id={id}
        type={type}
        inputMode={type === 'text' ? 'decimal' : undefined}
        autoComplete="off"
        className={`field num mt-0.5 ${type === 'date' ? 'w-44' : 'w-32'}`}
        aria-invalid={error !== undefined}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        value={form[name]}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className="text-soft text-xs">
          {note}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-sm text-warn">
          {error}
        </p>
      )}
    </div>
  )
}
