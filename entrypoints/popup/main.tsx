import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Popup } from '../../components/popup/Popup.tsx'
import type { FrontSite } from '../../components/popup/SitePart.tsx'
import { FaultNote, Faults } from '../../components/ui/Faults.tsx'
import { useView } from '../../components/useView.ts'
import { countUnreachable } from '../../lib/intercept/unreachable.ts'
import { frontSite } from '../../lib/platform/frontTab.ts'
import { countInPage, loadedAt } from '../../lib/platform/scripting.ts'
import { showOwnTab } from '../../lib/platform/windows.ts'
import { popupView } from '../../lib/views/popup.ts'

const open = (path: `/${string}`): void => {
  void showOwnTab(path).then(() => window.close())
}

/** Begun before React is, so that neither waits for the other. */
const first = popupView()
first.catch(() => undefined)

/** Resolves once what was last drawn is on the screen. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })

/** The site in the tab in front. The browser is asked once there is something to see. */
const useFrontSite = (isShown: boolean): FrontSite | undefined => {
  const [site, setSite] = useState<FrontSite | undefined>(undefined)
  useEffect(() => {
    if (!isShown) return
    void painted().then(async () => {
      const found = await frontSite()
      if (found === undefined) return
      const { origin, tabId } = found
      setSite({
        origin,
        countUnreachable: () => countInPage(tabId, countUnreachable),
        loadedAt: () => loadedAt(tabId),
      })
    })
  }, [isShown])
  return site
}

function Page() {
  const { value, isReady } = useView(popupView, undefined, first)
  const site = useFrontSite(value !== undefined)
  if (value !== undefined) return <Popup view={value} open={open} site={site} />
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
