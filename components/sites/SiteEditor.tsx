import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react'
import type { SiteChange } from '../../lib/consent/sites.ts'
import { formatUntil } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { WALLET_CALL_KINDS, type WalletCallKind } from '../../lib/protocol/walletCalls.ts'
import { command } from '../../lib/rpc/client.ts'
import { offState, originOf, type SiteLine } from '../../lib/views/sites.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'

const EFFECTS = ['pass', 'ask', 'refuse', 'allow'] as const
const OFF = ['on', 'hour', 'always'] as const

type Effects = Readonly<Record<WalletCallKind, (typeof EFFECTS)[number]>>

const effectsOf = (line: SiteLine | undefined): Effects =>
  Object.fromEntries(
    // Who adds a site wants to hear of what it asks.
    WALLET_CALL_KINDS.map((kind) => [kind, line === undefined ? 'ask' : (line.wallet[kind] ?? 'pass')]),
  ) as Effects

interface SiteEditorProps {
  /** Absent where a site is added. */
  readonly line?: SiteLine
  readonly onSaved: () => void
  readonly onCancel: () => void
}

/** What is said of one site, all of it at once. Nothing counts before it is saved. */
export function SiteEditor({ line, onSaved, onCancel }: SiteEditorProps) {
  const first = useRef<HTMLElement | null>(null)
  const before = offState(line?.off, Date.now())
  const [address, setAddress] = useState('')
  const [isBad, setBad] = useState(false)
  const [effects, setEffects] = useState(() => effectsOf(line))
  const [off, setOff] = useState<(typeof OFF)[number]>(before)
  const save = useTask((origin: string, change: SiteChange) => command('site.set', { origin, change }))
  useEffect(() => first.current?.focus(), [])

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const origin = line?.origin ?? originOf(address)
    setBad(origin === undefined)
    if (origin === undefined) first.current?.focus()
    else if (await save.run(origin, { wallet: effects, ...(off === before ? {} : { off }) })) onSaved()
  }
  const offName = (choice: (typeof OFF)[number]) =>
    choice === 'hour' && before === 'hour' && typeof line?.off?.until === 'number'
      ? t('site.hourUntil', { time: formatUntil(line.off.until) })
      : t(`site.${choice}`)

  return (
    <form className="mt-2 max-w-[600px] pb-3" onSubmit={submit} noValidate>
      {line === undefined && (
        <Address
          field={first}
          value={address}
          isBad={isBad}
          onChange={(text) => {
            setAddress(text)
            setBad(false)
          }}
        />
      )}
      {WALLET_CALL_KINDS.map((kind, place) => (
        <Choice
          key={kind}
          field={line !== undefined && place === 0 ? first : undefined}
          label={t('sites.when', { kind: t(`kind.${kind}`) })}
          value={effects[kind]}
          choices={EFFECTS}
          nameOf={(effect) => t(`effect.${effect}`)}
          onChoose={(effect) => setEffects((others) => ({ ...others, [kind]: effect }))}
        />
      ))}
      <Choice label={t('sites.whether')} value={off} choices={OFF} nameOf={offName} onChoose={setOff} />
      <div className="mt-3 flex items-center gap-4">
        <button type="submit" className="button" aria-disabled={save.isRunning}>
          {t('sites.save')}
        </button>
        <button type="button" className="action" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </form>
  )
}

interface AddressProps {
  readonly field: React.RefObject<HTMLElement | null>
  readonly value: string
  readonly isBad: boolean
  readonly onChange: (text: string) => void
}

function Address({ field, value, isBad, onChange }: AddressProps) {
  const id = useId()
  return (
    <div className="border-line border-t py-2.5">
      <label htmlFor={id} className="block">
        {t('sites.address')}
      </label>
      <input
        id={id}
        ref={field as React.RefObject<HTMLInputElement | null>}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        className="field mt-1 w-full"
        value={value}
        aria-invalid={isBad}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p id={`${id}-note`} className="mt-0.5 text-sm text-soft">
        {t('sites.addressNote')}
      </p>
      {isBad && <Problem>{t('sites.badAddress')}</Problem>}
    </div>
  )
}

interface ChoiceProps<C extends string> {
  readonly field?: React.RefObject<HTMLElement | null> | undefined
  readonly label: string
  readonly value: C
  readonly choices: readonly C[]
  readonly nameOf: (choice: C) => string
  readonly onChoose: (choice: C) => void
}

/** A question on the left, the answer chosen on the right. */
function Choice<C extends string>({ field, label, value, choices, nameOf, onChoose }: ChoiceProps<C>) {
  const id = useId()
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t py-1.5">
      <label htmlFor={id} className="min-w-56 grow basis-0">
        {label}
      </label>
      <select
        id={id}
        ref={field as React.RefObject<HTMLSelectElement | null> | undefined}
        className="field w-44 text-sm"
        value={value}
        onChange={(event) => {
          const next = choices.find((choice) => choice === event.currentTarget.value)
          if (next !== undefined) onChoose(next)
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {nameOf(choice)}
          </option>
        ))}
      </select>
    </div>
  )
}
