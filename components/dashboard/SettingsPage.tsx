import { type SyntheticEvent, useId, useState } from 'react'
import type { Settings } from '../../lib/db/schema.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { type ChainSetting, type SettingsView, settingsView } from '../../lib/views/settings.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'
import { Wallet } from '../wallet/Wallet.tsx'
import { Lead, Loaded, Section } from './Page.tsx'

const ENGINES = ['auto', 'webgpu', 'wasm'] as const

const set = (settings: Partial<Settings>) => command('settings.set', { settings })

export function SettingsPage() {
  const live = useView(settingsView)
  return (
    <>
      <Lead>{t('settings.lead')}</Lead>
      <Loaded live={live}>
        {(settings) => (
          <div className="max-w-[640px]">
            <Section title={t('settings.wallet')}>
              <div className="border-line border-t pt-3">
                <Wallet />
              </div>
            </Section>
            <Section title={t('settings.training')}>
              <Engine engine={settings.engine} />
              <Switch
                name={t('settings.pauseAll')}
                note={t('settings.pauseAllNote')}
                isOn={settings.pausedAll}
                onSwitch={(pausedAll) => set({ pausedAll })}
              />
            </Section>
            <Section title={t('settings.privacy')}>
              <Switch
                name={t('settings.withoutNoise')}
                note={t('settings.withoutNoiseNote')}
                isOn={settings.allowWithoutNoise}
                onSwitch={(allowWithoutNoise) => set({ allowWithoutNoise })}
              />
            </Section>
            <Chains settings={settings} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function Engine({ engine }: Pick<Settings, 'engine'>) {
  const id = useId()
  const save = useTask((next: Settings['engine']) => set({ engine: next }))
  return (
    <div className="border-line border-t py-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <label htmlFor={id} className="grow">
          {t('settings.engine')}
        </label>
        <EngineSelect id={id} engine={engine} onChoose={save.run} />
      </div>
      <p id={`${id}-note`} className="mt-0.5 text-sm text-soft">
        {t('settings.engineNote')}
      </p>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </div>
  )
}

interface EngineSelectProps {
  readonly id: string
  readonly engine: Settings['engine']
  readonly onChoose: (engine: Settings['engine']) => unknown
}

function EngineSelect({ id, engine, onChoose }: EngineSelectProps) {
  return (
    <select
      id={id}
      aria-describedby={`${id}-note`}
      className="field"
      value={engine}
      onChange={(event) => {
        const next = ENGINES.find((name) => name === event.currentTarget.value)
        if (next !== undefined) onChoose(next)
      }}
    >
      {ENGINES.map((name) => (
        <option key={name} value={name}>
          {t(`settings.engine.${name}`)}
        </option>
      ))}
    </select>
  )
}

interface SwitchProps {
  readonly name: string
  readonly note: string
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => Promise<unknown>
}

function Switch({ name, note, isOn, onSwitch }: SwitchProps) {
  const id = useId()
  const save = useTask(() => onSwitch(!isOn))
  return (
    <div className="border-line border-t py-3">
      <label className="flex min-h-6 items-center gap-4">
        <span className="grow">{name}</span>
        <input type="checkbox" checked={isOn} aria-describedby={id} onChange={() => void save.run()} />
      </label>
      <p id={id} className="mt-0.5 max-w-prose text-sm text-soft">
        {note}
      </p>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </div>
  )
}

function Chains({ settings }: { readonly settings: SettingsView }) {
  return (
    <Section title={t('settings.chains')}>
      <p className="mb-3 max-w-prose text-sm text-soft">{t('settings.chainsNote')}</p>
      {settings.chains.map((chain) => (
        <Chain key={chain.chainId} chain={chain} rpcUrls={settings.rpcUrls} />
      ))}
    </Section>
  )
}

/** https anywhere, http on this computer: the rule of lib/net, said before it is refused there. */
const isUsable = (url: string): boolean => {
  try {
    const { protocol, hostname } = new URL(url)
    return (
      protocol === 'https:' ||
      (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    )
  } catch {
    return false
  }
}

interface ChainProps {
  readonly chain: ChainSetting
  readonly rpcUrls: Settings['rpcUrls']
}

function Chain({ chain, rpcUrls }: ChainProps) {
  const id = useId()
  const [url, setUrl] = useState(chain.url)
  const [isBad, setBad] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const save = useTask(() => {
    const { [chain.chainId]: _, ...others } = rpcUrls
    return set({ rpcUrls: url === '' ? others : { ...others, [chain.chainId]: url } })
  })
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    setBad(url !== '' && !isUsable(url))
    if (url === '' || isUsable(url)) setSaved(await save.run())
  }
  return (
    <form className="border-line border-t py-3" onSubmit={submit}>
      <label htmlFor={id}>{t('settings.rpc', { chain: chain.name })}</label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          type="url"
          className="field num min-w-0 grow"
          value={url}
          aria-invalid={isBad}
          aria-describedby={`${id}-note`}
          placeholder={chain.defaultUrl}
          onChange={(event) => {
            setUrl(event.currentTarget.value.trim())
            setSaved(false)
          }}
        />
        <button
          type="submit"
          className="button"
          aria-disabled={save.isRunning}
          aria-label={t('settings.saveRpc', { chain: chain.name })}
        >
          {t('settings.save')}
        </button>
      </div>
      <p id={`${id}-note`} className="mt-0.5 text-sm text-soft">
        {t('settings.rpcNote', { url: chain.defaultUrl })}{' '}
        <span aria-live="polite">{isSaved ? t('settings.saved') : ''}</span>
      </p>
      {isBad && <Problem>{t('settings.badUrl')}</Problem>}
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </form>
  )
}
