import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { rulesView } from '../../lib/views/rules.ts'
import { vaultView } from '../../lib/views/vault.ts'
import { connectionView } from '../../lib/views/wallet.ts'
import { Presets } from '../rules/Presets.tsx'
import { Mark } from '../ui/Mark.tsx'
import { Note, Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'
import { Import } from '../vault/Import.tsx'
import { Wallet } from '../wallet/Wallet.tsx'
import { STEPS, useStep } from './useStep.ts'

export interface OnboardingProps {
  /** Opens a page of ours in a tab. */
  readonly open: (path: `/${string}`) => void
}

/** Four short steps, in any order, each of which can be skipped and come back to. */
export function Onboarding({ open }: OnboardingProps) {
  const { step, go } = useStep()
  const finish = useTask(async () => {
    await command('settings.set', { settings: { onboarded: true } })
    go('done')
  })
  const index = step === 'done' ? STEPS.length : STEPS.indexOf(step)
  useEffect(() => {
    document.title = `${t('onboarding.title')} · ${t('app.name')}`
  }, [])
  const next = () => {
    const following = STEPS[index + 1]
    if (following === undefined) void finish.run()
    else go(following)
  }
  return (
    <div className="mx-auto flex min-h-dvh max-w-[760px] flex-col px-6 py-8">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-3">
        <Mark />
        <span className="grow font-semibold">{t('app.name')}</span>
        <Steps index={index} />
      </header>
      <main className="grow py-10">
        {step === 'what' && <What />}
        {step === 'rules' && <FirstRules />}
        {step === 'wallet' && (
          <Step title={t('onboarding.wallet.title')}>
            <Wallet />
          </Step>
        )}
        {step === 'data' && <FirstData />}
        {step === 'done' && <Done open={open} />}
      </main>
      {step !== 'done' && (
        <footer className="sticky bottom-0 flex flex-wrap items-center gap-2.5 border-line border-t bg-paper py-4">
          {index > 0 && (
            <button type="button" className="action" onClick={() => go(STEPS[index - 1] ?? 'what')}>
              {t('common.back')}
            </button>
          )}
          <span className="grow" />
          <NextButton step={step} isBusy={finish.isRunning} onNext={next} />
          {finish.error !== undefined && <Problem>{finish.error}</Problem>}
        </footer>
      )}
    </div>
  )
}

function Steps({ index }: { readonly index: number }) {
  return (
    <nav aria-label={t('onboarding.steps')}>
      <ol className="flex flex-wrap gap-x-4 text-sm">
        {STEPS.map((name, place) => (
          <li key={name}>
            <a
              href={`#/${place + 1}`}
              aria-current={place === index ? 'step' : undefined}
              className="inline-flex min-h-6 items-center gap-1.5 text-soft hover:text-ink aria-[current]:font-semibold aria-[current]:text-ink"
            >
              <span className="num">{place + 1}</span> {t(`onboarding.${name}`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface NextProps {
  readonly step: (typeof STEPS)[number]
  readonly isBusy: boolean
  readonly onNext: () => void
}

/** Continues; where the step's own work was not done, the same button says that it skips. */
function NextButton({ step, isBusy, onNext }: NextProps) {
  const { value: wallet } = useView(connectionView)
  const { value: vault } = useView(vaultView)
  const isDone =
    (step !== 'wallet' || wallet?.state === 'connected') &&
    (step !== 'data' || (vault?.datasets.length ?? 0) > 0)
  const name = !isDone ? 'onboarding.skip' : step === 'data' ? 'onboarding.finish' : 'onboarding.next'
  return (
    <button type="button" className="button min-w-36" aria-disabled={isBusy} onClick={onNext}>
      {t(name)}
    </button>
  )
}

interface StepProps {
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
}

function Step({ title, lead, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="max-w-xl text-[34px] leading-[1.15]">
        {title}
      </h1>
      {lead !== undefined && <p className="mt-4 max-w-prose text-[16px] text-soft">{lead}</p>}
      <div className="mt-6">{children}</div>
    </>
  )
}

function What() {
  return (
    <Step title={t('onboarding.what.title')} lead={t('onboarding.what.lead')}>
      <div className="grid gap-8 sm:grid-cols-2">
        <List
          title={t('onboarding.what.does')}
          items={[t('onboarding.what.does1'), t('onboarding.what.does2'), t('onboarding.what.does3')]}
        />
        <List
          title={t('onboarding.what.never')}
          items={[t('onboarding.what.never1'), t('onboarding.what.never2'), t('onboarding.what.never3')]}
        />
      </div>
    </Step>
  )
}

function List({ title, items }: { readonly title?: string; readonly items: readonly string[] }) {
  return (
    <section>
      {title !== undefined && <h2 className="mb-1 font-sans font-semibold tracking-normal">{title}</h2>}
      <ul>
        {items.map((item) => (
          <li key={item} className="border-line border-t py-2.5">
            {item}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Three starts, none of them chosen: going on without one means to be asked each time. */
function FirstRules() {
  const { value: view } = useView(rulesView)
  return (
    <Step title={t('onboarding.rules.title')} lead={t('onboarding.rules.lead')}>
      {view !== undefined && <Presets view={view} heading="h2" />}
      <p className="mt-6 max-w-prose text-soft">{t('onboarding.rules.later')}</p>
    </Step>
  )
}

function FirstData() {
  const { value } = useView(vaultView)
  const count = value?.datasets.length ?? 0
  return (
    <Step title={t('onboarding.data.title')} lead={t('onboarding.data.lead')}>
      <Import />
      {count > 0 && <p className="mt-3 text-soft">{t('onboarding.data.has', { count })}</p>}
    </Step>
  )
}

function Done({ open }: OnboardingProps) {
  const { value: wallet } = useView(connectionView)
  const { value: vault } = useView(vaultView)
  return (
    <Step title={t('onboarding.done.title')} lead={t('onboarding.done.lead')}>
      <p className="max-w-prose">{t('onboarding.done.pin')}</p>
      <div className="mt-4 grid max-w-prose gap-2">
        {wallet !== undefined && wallet.state !== 'connected' && (
          <Note>{t('onboarding.done.missingWallet')}</Note>
        )}
        {vault !== undefined && vault.datasets.length === 0 && (
          <Note>{t('onboarding.done.missingData')}</Note>
        )}
      </div>
      <button type="button" className="button mt-6" onClick={() => open('/dashboard.html')}>
        {t('onboarding.done.dashboard')}
      </button>
    </Step>
  )
}
