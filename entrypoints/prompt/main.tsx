import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { afterPaint } from '../../components/afterPaint.ts'
import { Gone } from '../../components/prompt/Gone.tsx'
import { Prompt } from '../../components/prompt/Prompt.tsx'
import { WalletPrompt } from '../../components/prompt/WalletPrompt.tsx'
import { FaultNote, Faults } from '../../components/ui/Faults.tsx'
import { useView } from '../../components/useView.ts'
import { VaultContext } from '../../components/vault/VaultContext.ts'
import { t } from '../../lib/i18n/translate.ts'
import { notePromptPainted, notePromptShows, showOwnTab } from '../../lib/platform/windows.ts'
import { previewView } from '../../lib/views/preview.ts'
import { promptView } from '../../lib/views/queue.ts'

const open = (path: `/${string}`): void => void showOwnTab(path)

const vault = {
  preview: previewView,
  importFiles: () => Promise.reject(new Error('Files are imported on the dashboard.')),
  remove: () => Promise.reject(new Error('Datasets are deleted on the dashboard.')),
}

/** Begun before React is, so that neither waits for the other. */
const first = promptView()
first.catch(() => undefined)

function Page() {
  // What is being read stays until it is answered, also when something older turns up.
  const [shown, setShown] = useState<string | undefined>(undefined)
  const { value, isReady, error } = useView(promptView, shown, first)
  // Closing the window refuses what it shows, and nothing else: the worker has to know what that is.
  useEffect(() => {
    if (isReady) void notePromptShows(value?.id)
    return isReady ? afterPaint(() => void notePromptPainted()) : undefined
  }, [value?.id, isReady])
  useEffect(() => {
    // What has gone is let go of when it was read. What is new is held on to once it is painted: that reads all again.
    if (value !== undefined)
      return value.asks === 'nothing' ? undefined : afterPaint(() => setShown(value.id))
    if (isReady && error === undefined && shown !== undefined) window.close()
  }, [value, isReady, error, shown])
  useEffect(() => {
    const title = value?.asks === 'wallet' ? t('gate.title') : t('prompt.title')
    document.title = `${title} · ${t('app.name')}`
  }, [value?.asks])
  if (value?.asks === 'data')
    return <Prompt key={value.id} view={value.task} waiting={value.waiting} next={value.next} open={open} />
  if (value?.asks === 'wallet')
    return <WalletPrompt key={value.id} view={value.call} waiting={value.waiting} next={value.next} />
  if (value?.asks === 'nothing')
    return (
      <Gone
        key={value.id}
        view={value}
        onRead={() => (value.waiting > 0 ? setShown(undefined) : window.close())}
      />
    )
  if (error !== undefined) return <FaultNote />
  return isReady ? <Nothing /> : null
}

function Nothing() {
  return (
    <main className="p-[18px]">
      <h1 className="text-[23px]">{t('prompt.none')}</h1>
      <p className="mt-2 text-soft">{t('prompt.noneNote')}</p>
      <button type="button" className="button mt-5" onClick={() => window.close()}>
        {t('common.close')}
      </button>
    </main>
  )
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Faults>
        <VaultContext value={vault}>
          <Page />
        </VaultContext>
      </Faults>
    </StrictMode>,
  )
