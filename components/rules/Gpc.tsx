import { useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { askGpcPermission, type GpcStatus, gpcView } from '../../lib/views/gpc.ts'
import { Loaded, Section } from '../dashboard/Page.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'

/** Global Privacy Control: what it says, what it does not do, and its switch. */
export function Gpc() {
  const live = useView(gpcView)
  return (
    <Section title={t('gpc.title')}>
      <p className="max-w-prose text-soft">{t('gpc.what')}</p>
      <p className="mt-2 max-w-prose text-soft">{t('gpc.not')}</p>
      <Loaded live={live}>{(status) => <Switch status={status} />}</Loaded>
    </Section>
  )
}

const STATES = { off: 'gpc.off', on: 'gpc.on', 'next-start': 'gpc.nextStart' } as const

function Switch({ status: { state, exceptions } }: { readonly status: GpcStatus }) {
  const [isDeclined, setDeclined] = useState(false)
  const isOn = state !== 'off'
  const change = useTask(async () => {
    // The browser hears of the person's click only while it is handled: it is asked first.
    const isAllowed = isOn || (await askGpcPermission())
    setDeclined(!isAllowed)
    if (isAllowed) await command('gpc.set', { on: !isOn })
  })
  const sites = exceptions.map((origin) => inert(origin, 80)).join(', ')
  return (
    <>
      {!isOn && <p className="mt-2 max-w-prose text-soft">{t('gpc.permission')}</p>}
      <p className="mt-3 flex flex-wrap items-baseline gap-x-4">
        <span aria-live="polite" className="max-w-prose">
          {t(STATES[state])}
          {sites !== '' && ` ${t('gpc.except', { sites })}`}
        </span>
        <button
          type="button"
          className="action"
          aria-disabled={change.isRunning}
          onClick={() => void change.run()}
        >
          {t(isOn ? 'gpc.switchOff' : 'gpc.switchOn')}
        </button>
      </p>
      {isDeclined && <Problem>{t('gpc.declined')}</Problem>}
      {change.error !== undefined && <Problem>{change.error}</Problem>}
    </>
  )
}
