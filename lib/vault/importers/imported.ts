import type { DatasetKind, TableField } from '../../db/schema.ts'
import type { VaultRecord } from '../../pipelines/records.ts'

/** What an importer found, before a record is stored. Reading `records` may still throw `ImportError`. */
export interface Imported {
  readonly kind: DatasetKind
  readonly fields?: readonly TableField[]
  /** How many records there will be. */
  readonly total: number
  readonly records: Iterable<VaultRecord> | AsyncIterable<VaultRecord>
}
