import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Faults } from '../../components/ui/Faults.tsx'
import { WalletTab } from '../../components/wallet/WalletTab.tsx'
import { watchPopups } from '../../lib/wallets/smart/popups.ts'
import { createSmartProvider, WALLET_ORIGIN } from '../../lib/wallets/smart/provider.ts'
import { startWalletTab } from '../../lib/wallets/smart/tab.ts'

// The SDK must find our watch over windows in place.
const popups = watchPopups(window, WALLET_ORIGIN)
const tab = startWalletTab(createSmartProvider(), popups)

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Faults>
        <WalletTab tab={tab} />
      </Faults>
    </StrictMode>,
  )
