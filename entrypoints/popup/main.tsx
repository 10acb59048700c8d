import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Popup } from '../../components/popup/Popup.tsx'
import { FaultNote, Faults } from '../../components/ui/Faults.tsx'
import { useView } from '../../components/useView.ts'
import { showOwnTab } from '../../lib/platform/windows.ts'
import { popupView } from '../../lib/views/popup.ts'

const open = (path: `/${string}`): void => {
  void showOwnTab(path).then(() => window.close())
}

/** Begun before React is, so that neither waits for the other. */
const first = popupView()
first.catch(() => undefined)

function Page() {
  const { value, isReady } = useView(popupView, undefined, first)
  if (value !== undefined) return <Popup view={value} open={open} />
  return isReady ? <FaultNote /> : null
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Faults>
        <Page />
      </Faults>
    </StrictMode>,
  )
