import { useId } from 'react'
import type { Settings } from '../../lib/db/schema.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { type SettingsView, settingsView } from '../../lib/views/settings.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'
import { Wallet } from '../wallet/Wallet.tsx'
import { AddressForm } from './AddressForm.tsx'
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
            <Paymasters settings={settings} />
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
      {settings.chains.map(({ chainId, name, defaultUrl, url }) => (
        <AddressForm
          key={chainId}
          name={t('settings.rpc', { chain: name })}
          note={t('settings.rpcNote', { url: defaultUrl })}
          saveName={t('settings.saveRpc', { chain: name })}
          saved={url}
          placeholder={defaultUrl}
          onSave={(next) => set({ rpcUrls: withUrl(settings.rpcUrls, chainId, next) })}
        />
      ))}
    </Section>
  )
}

function Paymasters({ settings }: { readonly settings: SettingsView }) {
  return (
    <Section title={t('settings.paymasters')}>
      <p className="mb-3 max-w-prose text-sm text-soft">{t('settings.paymastersNote')}</p>
      {settings.chains.map(({ chainId, name }) => (
        <AddressForm
          key={chainId}
          name={t('settings.paymaster', { chain: name })}
          note={t('settings.paymasterNote')}
          saveName={t('settings.savePaymaster', { chain: name })}
          saved={settings.paymasterUrls[chainId] ?? ''}
          onSave={(next) => set({ paymasterUrls: withUrl(settings.paymasterUrls, chainId, next) })}
        />
      ))}
    </Section>
  )
}

type Urls = Readonly<Record<number, string>>

const withUrl = (urls: Urls, chainId: number, url: string): Urls => {
  const { [chainId]: _, ...others } = urls
  return url === '' ? others : { ...others, [chainId]: url }
}
