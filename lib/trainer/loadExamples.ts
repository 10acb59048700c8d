import type { DatasetRecord } from '../db/schema.ts'
import { compilePipeline } from '../pipelines/compile.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { readDataset, readRecords } from '../vault/read.ts'
import { assertExamples, blankFeatures, type Examples, layoutOf } from './examples.ts'

/** Bytes of features that one run holds in memory. */
const MAX_FEATURE_BYTES = 512 * 1024 * 1024

const sourceOf = ({ kind, labels, fields, image }: DatasetRecord) => ({
  kind,
  labels,
  ...(fields === undefined ? {} : { fields }),
  ...(image === undefined ? {} : { image }),
})

/**
 * Decrypts a dataset through the task's declared pipeline: the first `data.maxRecords` examples, fewer where they would not
 * fit in memory. Throws what the vault and the pipeline throw, `trainer/no-examples`, or the signal's reason.
 */
export const loadExamples = async (
  manifest: TaskManifest,
  datasetId: string,
  signal: AbortSignal,
): Promise<Examples> => {
  const { architecture } = manifest.model
  const layout = layoutOf(architecture)
  const { width } = layout
  const dataset = await readDataset(datasetId)
  const pipeline = compilePipeline(manifest.pipeline, sourceOf(dataset), architecture)
  const limit = Math.min(dataset.count, manifest.data.maxRecords, Math.floor(MAX_FEATURE_BYTES / (width * 4)))
  const x = blankFeatures(architecture, limit * width)
  const labels = new Int32Array(limit)
  let count = 0
  for await (const records of readRecords(datasetId)) {
    signal.throwIfAborted()
    for (const record of records) {
      const example = count < limit ? pipeline.toExample(record) : undefined
      if (example === undefined) continue
      x.set(example.x, count * width)
      labels[count++] = example.label
    }
    if (count === limit) break
  }
  const examples = {
    ...layout,
    count,
    x: x.subarray(0, count * width),
    labels: labels.subarray(0, count),
  }
  assertExamples(examples, architecture)
  return examples
}
