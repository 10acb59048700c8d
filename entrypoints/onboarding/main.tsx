import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Onboarding } from '../../components/onboarding/Onboarding.tsx'
import { Faults } from '../../components/ui/Faults.tsx'
import { VaultContext } from '../../components/vault/VaultContext.ts'
import { showOwnTab } from '../../lib/platform/windows.ts'
import { deleteDataset } from '../../lib/vault/delete.ts'
import { importDataset } from '../../lib/vault/import.ts'
import { previewView } from '../../lib/views/preview.ts'

const vault = {
  importFiles: importDataset,
  remove: deleteDataset,
  preview: previewView,
}

const open = (path: `/${string}`): void => void showOwnTab(path)

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Faults>
        <VaultContext value={vault}>
          <Onboarding open={open} />
        </VaultContext>
      </Faults>
    </StrictMode>,
  )
