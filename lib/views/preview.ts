import type { VaultRecord } from '../pipelines/records.ts'
import { previewRecords } from '../vault/read.ts'

export type PreviewRecord = VaultRecord

/** Some of a dataset's records, decrypted on this device for the person's own eyes. Never leaves the page. */
export const previewView = async (datasetId: string, limit: number): Promise<readonly PreviewRecord[]> =>
  previewRecords(datasetId, limit)
