import 'fake-indexeddb/auto'
import { expect } from 'vitest'
import { closeDatabase, DATABASE_NAME, database } from '../../db/database.ts'
import type { VaultRecord } from '../../pipelines/records.ts'
import type { ImportFile } from '../importers/open.ts'
import { readRecords } from '../read.ts'

/** An empty database. For `beforeEach`. */
export const emptyDatabase = async (): Promise<void> => {
  await closeDatabase()
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE_NAME)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}

export const allRecords = async (datasetId: string): Promise<VaultRecord[]> => {
  const records: VaultRecord[] = []
  for await (const chunk of readRecords(datasetId)) records.push(...chunk)
  return records
}

export const countChunks = async (): Promise<number> => (await database()).count('chunks')
export const countDatasets = async (): Promise<number> => (await database()).count('datasets')

/** For after a failed import. */
export const expectNothingStored = async (): Promise<void> => {
  expect(await countDatasets()).toBe(0)
  expect(await countChunks()).toBe(0)
}

export const fileOf = (path: string, content: string | Uint8Array<ArrayBuffer>): ImportFile => ({
  path,
  file: new Blob([content]),
})

/** An IDX file of unsigned bytes. */
export const encodeIdx = (dimensions: readonly number[], data: Uint8Array): Uint8Array<ArrayBuffer> => {
  const start = 4 + 4 * dimensions.length
  const bytes = new Uint8Array(start + data.length)
  const view = new DataView(bytes.buffer)
  bytes[2] = 0x08
  bytes[3] = dimensions.length
  for (const [i, dimension] of dimensions.entries()) view.setUint32(4 + 4 * i, dimension)
  bytes.set(data, start)
  return bytes
}
