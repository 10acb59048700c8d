import { write } from '../db/database.ts'
import type { VaultRecord } from '../pipelines/records.ts'
import { decodeRecords, encodeRecords, recordBytes } from './codec.ts'
import { type Sealed, seal, unseal } from './seal.ts'

/** A chunk is closed once its records are about this large: bytes of plaintext. */
const CHUNK_BYTES = 512 * 1024

/**
 * Associated data of a chunk. Position and "this is the last" are bound as in the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizar 2015): chunks can be neither swapped, nor moved to another dataset, nor cut off at the end.
 */
const contextOf = (datasetId: string, index: number, last: boolean) =>
  ({ purpose: 'chunk', version: 1, datasetId, index, last }) as const

/** All chunks of one dataset, as a range of keys. */
export const chunkRange = (datasetId: string): IDBKeyRange => IDBKeyRange.bound([datasetId], [datasetId, []])

export const openChunk = async (
  key: CryptoKey,
  sealed: Sealed,
  place: { readonly datasetId: string; readonly index: number; readonly last: boolean },
): Promise<VaultRecord[]> =>
  decodeRecords(await unseal(key, sealed, contextOf(place.datasetId, place.index, place.last)))

/** Writes records as sealed chunks, one transaction each. They belong to nothing until a dataset record says so. */
export class ChunkWriter {
  readonly #datasetId: string
  readonly #key: CryptoKey
  #records: VaultRecord[] = []
  #size = 0
  #index = 0
  #stored = 0

  constructor(datasetId: string, key: CryptoKey) {
    this.#datasetId = datasetId
    this.#key = key
  }

  async #store(last: boolean): Promise<void> {
    const index = this.#index++
    const plaintext = encodeRecords(this.#records)
    this.#records = []
    this.#size = 0
    const sealed = await seal(this.#key, plaintext, contextOf(this.#datasetId, index, last))
    plaintext.fill(0)
    this.#stored += sealed.ciphertext.byteLength
    await write(['chunks'], (transaction) =>
      transaction.objectStore('chunks').put({ datasetId: this.#datasetId, index, ...sealed }),
    )
  }

  async add(record: VaultRecord): Promise<void> {
    // A full chunk waits for one more record, because only then is it known not to be the last.
    if (this.#size >= CHUNK_BYTES) await this.#store(false)
    this.#records.push(record)
    this.#size += recordBytes(record)
  }

  /** Writes the last chunk. Needs at least one record. */
  async finish(): Promise<{ readonly chunkCount: number; readonly bytes: number }> {
    await this.#store(true)
    return { chunkCount: this.#index, bytes: this.#stored }
  }
}
