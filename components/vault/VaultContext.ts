import { createContext, useContext } from 'react'
import type { PreviewRecord } from '../../lib/views/preview.ts'

export interface PickedFile {
  /** Path inside the dropped folder, or the file's name. */
  readonly path: string
  readonly file: Blob
}

export interface ImportRequest {
  readonly name?: string
  readonly category?: string
}

export interface ImportWatch {
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void
  readonly signal: AbortSignal
}

/** What pages can do with the vault. Handed in by the entrypoint: components know no vault. */
export interface VaultActions {
  readonly importFiles: (
    files: readonly PickedFile[],
    request: ImportRequest,
    watch: ImportWatch,
  ) => Promise<{ readonly name: string; readonly count: number }>
  readonly remove: (datasetId: string) => Promise<void>
  readonly preview: (datasetId: string, limit: number) => Promise<readonly PreviewRecord[]>
}

const absent = () => Promise.reject(new Error('This page has no vault.'))

export const VaultContext = createContext<VaultActions>({
  importFiles: absent,
  remove: absent,
  preview: absent,
})

export const useVault = (): VaultActions => useContext(VaultContext)
