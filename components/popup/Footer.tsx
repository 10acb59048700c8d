import type { ReactNode } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'
import type { PopupProps } from './Popup.tsx'

const HOUR_MS = 3_600_000

interface FooterProps extends PopupProps {
  readonly isOff: boolean
}

/** What waits, and the two ways to have peace, each with what it does. */
export function Footer({ view, open, isOff }: FooterProps) {
  const { waiting, pausedAll } = view
  const answer = useTask(async () => {
    await command('prompt.show', {})
    window.close()
  })
  const pause = useTask(() => command('settings.set', { settings: { pausedAll: !pausedAll } }))
  const off = useTask(() =>
    command('settings.set', { settings: { offUntil: isOff ? 0 : Date.now() + HOUR_MS } }),
  )
  const error = answer.error ?? pause.error ?? off.error
  return (
    <footer className="sticky bottom-0 mt-auto short:static border-line border-t bg-paper px-[18px] pt-2 pb-2.5 text-[13px]">
      <div className="flex items-center gap-3">
        <span aria-live="polite">
          {waiting > 0 ? t('popup.waiting', { count: waiting }) : t('popup.nothingWaiting')}
        </span>
        {waiting > 0 && (
          <button type="button" className="action" onClick={answer.run}>
            {t('popup.answer')}
          </button>
        )}
        <span className="grow" />
        <button type="button" className="action" onClick={() => open('/dashboard.html')}>
          {t('popup.dashboard')}
        </button>
      </div>
      <div className="mt-1 grid grid-cols-2 gap-x-4">
        <Peace
          name={t(pausedAll ? 'popup.resumeAll' : 'popup.pauseAll')}
          note={t(pausedAll ? 'off.resumeNote' : 'off.pauseNote')}
          task={pause}
        />
        <Peace
          name={
            isOff ? (
              t('off.onAgain')
            ) : (
              <>
                {t('off.everywhere')} <span className="sr-only">{t('off.forAnHour')}</span>
              </>
            )
          }
          note={t(isOff ? 'off.onAgainNote' : 'off.everywhereNote')}
          task={off}
        />
      </div>
      {error !== undefined && <Problem>{error}</Problem>}
    </footer>
  )
}

interface PeaceProps {
  readonly name: ReactNode
  readonly note: string
  readonly task: { readonly isRunning: boolean; readonly run: () => Promise<boolean> }
}

function Peace({ name, note, task }: PeaceProps) {
  return (
    <div>
      <button type="button" className="action text-left" aria-disabled={task.isRunning} onClick={task.run}>
        {name}
      </button>
      <p className="text-soft text-xs">{note}</p>
    </div>
  )
}
