import { appendActivity } from '../activity/log.ts'
import { write } from '../db/database.ts'
import type { DatasetKind, DatasetRecord, RecordSetRecord } from '../db/schema.ts'
import type { VaultRecord } from '../pipelines/records.ts'
import { datasetDelta } from '../privacy/delta.ts'
import { ChunkWriter, chunkRange } from './chunks.ts'
import { createDataKey } from './dataKey.ts'
import { type DecodeImage, decodeInBrowser } from './importers/decodeImage.ts'
import { ImportError } from './importers/errors.ts'
import type { Imported } from './importers/imported.ts'
import { LIMITS } from './importers/limits.ts'
import { type ImportFile, openFiles } from './importers/open.ts'
import { pathNames } from './importers/source.ts'
import { whileImporting } from './importLock.ts'
import { DEFAULT_EPSILON_BUDGET } from './ledger/caps.ts'
import { RecordHasher } from './ledger/recordHasher.ts'
import { recordKey } from './ledger/recordKey.ts'

export type { ImportFile } from './importers/open.ts'

export interface ImportProgress {
  /** Records read so far. */
  readonly done: number
  readonly total: number
}

export interface ImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void
  /** Aborting rejects with the signal's reason and leaves nothing behind. */
  readonly signal?: AbortSignal
  readonly decodeImage?: DecodeImage
}

export interface ImportDescription {
  /** Shown to the person only. Default: the name of the folder or file. */
  readonly name?: string
  /** W3C DPV-PD term. Default: `suggestCategory` of what the files turn out to be. */
  readonly category?: string
}

/** The widest fitting term of W3C DPV-PD 2.0, until the person says more. */
export const suggestCategory = (kind: DatasetKind): string => (kind === 'image' ? 'pd:Picture' : 'pd:Profile')

const PROGRESS_EVERY = 256

/** What a dataset's record says about all of its records. */
class Summary {
  readonly labels = new Set<string>()
  #sizes = new Map<string, NonNullable<DatasetRecord['image']>>()
  count = 0

  add(record: VaultRecord): void {
    this.count++
    if (record.kind !== 'image') return
    const { width, height, channels, label } = record
    this.labels.add(label)
    if (this.#sizes.size < 2) this.#sizes.set(`${width}:${height}:${channels}`, { width, height, channels })
    if (this.labels.size > LIMITS.labels)
      throw new ImportError('too-many-labels', {}, `more than ${LIMITS.labels} different labels.`)
    if (this.count > LIMITS.records)
      throw new ImportError('too-many-records', {}, `more than ${LIMITS.records} records.`)
  }

  get image(): Pick<DatasetRecord, 'image'> {
    const [only, another] = this.#sizes.values()
    return only === undefined || another !== undefined ? {} : { image: only }
  }

  get sortedLabels(): string[] {
    const { compare } = new Intl.Collator('en', { numeric: true })
    return [...this.labels].sort(compare)
  }
}

const storeRecords = async (
  imported: Imported,
  { writer, hasher }: { readonly writer: ChunkWriter; readonly hasher: RecordHasher },
  { onProgress, signal }: ImportOptions,
): Promise<Summary> => {
  const { total } = imported
  const summary = new Summary()
  onProgress?.({ done: 0, total })
  for await (const record of imported.records) {
    signal?.throwIfAborted()
    summary.add(record)
    await Promise.all([writer.add(record), hasher.add(record)])
    if (summary.count % PROGRESS_EVERY === 0) onProgress?.({ done: summary.count, total })
  }
  onProgress?.({ done: summary.count, total })
  return summary
}

const defaultName = (files: readonly ImportFile[]): string => {
  const [name = 'Data', next] = pathNames(files[0]?.path ?? '')
  return next === undefined ? name.replace(/(\.[a-z0-9]{1,5})+$/i, '') || name : name
}

const checkedCategory = (category: string): string => {
  if (!/^pd:[A-Za-z][A-Za-z0-9]*$/.test(category))
    throw new ImportError('bad-category', {}, 'the category is not a term such as pd:Picture.')
  return category
}

/** Makes everything written so far into a dataset, in one transaction. */
const publish = (dataset: DatasetRecord, hashes: RecordSetRecord['hashes']): Promise<DatasetRecord> =>
  write(['datasets', 'chunks', 'recordSets', 'activity'], async (transaction) => {
    const present = await transaction.objectStore('chunks').count(chunkRange(dataset.id))
    if (present !== dataset.chunkCount)
      throw new ImportError('interrupted', {}, 'the browser dropped part of what was stored.')
    await transaction.objectStore('datasets').add(dataset)
    await transaction.objectStore('recordSets').add({ datasetId: dataset.id, hashes })
    await appendActivity(transaction, {
      kind: 'dataset-imported',
      text: `You added “${dataset.name}” to your vault.`,
      data: { dataset: dataset.id, kind: dataset.kind, category: dataset.category, count: dataset.count },
    })
    return dataset
  })

const store = async (
  imported: Imported,
  { name, category }: { readonly name: string; readonly category: string },
  options: ImportOptions,
): Promise<DatasetRecord> => {
  const id = crypto.randomUUID()
  const { key, wrapped } = await createDataKey(id)
  const writer = new ChunkWriter(id, key)
  const hasher = new RecordHasher(await recordKey())
  try {
    const summary = await storeRecords(imported, { writer, hasher }, options)
    if (summary.count === 0) throw new ImportError('no-records', {}, 'there are no records in them.')
    const { chunkCount, bytes } = await writer.finish()
    const { hashes, digest } = await hasher.finish()
    options.signal?.throwIfAborted()
    const dataset: DatasetRecord = {
      id,
      name,
      kind: imported.kind,
      category,
      count: summary.count,
      bytes,
      labels: summary.sortedLabels,
      ...(imported.fields === undefined ? {} : { fields: imported.fields }),
      ...summary.image,
      createdAt: Date.now(),
      delta: datasetDelta(summary.count),
      epsilonBudget: DEFAULT_EPSILON_BUDGET,
      wrappedKey: wrapped,
      chunkCount,
      recordSet: digest,
    }
    return await publish(dataset, hashes)
  } catch (error) {
    await write(['chunks'], (transaction) => transaction.objectStore('chunks').delete(chunkRange(id)))
    throw error
  }
}

/**
 * Encrypts files into a new dataset. What they are is told by content: IDX images with their labels (also gzipped), a folder or
 * zip of PNG, JPEG or WebP images labelled by folder, or a CSV. All or nothing: the dataset appears with its last chunk, and
 * an error, an abort or a crash leaves none (`sweepOrphanChunks`). Throws `ImportError`, naming file and line or byte.
 */
export const importDataset = (
  files: readonly ImportFile[],
  description: ImportDescription = {},
  options: ImportOptions = {},
): Promise<DatasetRecord> =>
  whileImporting(async () => {
    options.signal?.throwIfAborted()
    const imported = await openFiles(files, options.decodeImage ?? decodeInBrowser)
    options.signal?.throwIfAborted()
    const name = (description.name?.trim() || defaultName(files)).slice(0, LIMITS.nameLength)
    const category = checkedCategory(description.category ?? suggestCategory(imported.kind))
    return store(imported, { name, category }, options)
  })
