import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Dashboard } from '../../components/dashboard/Dashboard.tsx'
import { Faults } from '../../components/ui/Faults.tsx'
import { VaultContext } from '../../components/vault/VaultContext.ts'
import { deleteDataset } from '../../lib/vault/delete.ts'
import { importDataset } from '../../lib/vault/import.ts'
import { previewView } from '../../lib/views/preview.ts'

const vault = {
  importFiles: importDataset,
  remove: deleteDataset,
  preview: previewView,
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Faults>
        <VaultContext value={vault}>
          <Dashboard />
        </VaultContext>
      </Faults>
    </StrictMode>,
  )
