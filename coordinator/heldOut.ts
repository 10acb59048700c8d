import { compilePipeline, type PipelineSource } from '../lib/pipelines/compile.ts'
import type { VaultRecord } from '../lib/pipelines/records.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'
import { type TaskManifest, taskIdOf } from '../lib/protocol/task.ts'
import type { Evaluator } from './context.ts'
import { type LabelledExample, type Measure, openMeasure } from './evaluate.ts'

/** Records that no contributor holds, all of one kind, and what is known of them as a dataset. */
export interface HeldOut {
  readonly source: PipelineSource
  readonly records: readonly VaultRecord[]
}

/** Throws `evaluate/wrong-kind`, or `pipeline/…` where the task does not fit what is held out. */
const examplesFor = (manifest: TaskManifest, sets: readonly HeldOut[]): LabelledExample[] => {
  const { kind } = manifest.data
  const set = sets.find(({ source }) => source.kind === kind)
  if (set === undefined)
    throw new ProvisoError('evaluate/wrong-kind', 'Nothing of the kind that this task reads is held out.', {
      details: `It reads ${kind === 'image' ? 'images' : 'tables'}.`,
    })
  const pipeline = compilePipeline(manifest.pipeline, set.source, manifest.model.architecture)
  return set.records.flatMap((record) => pipeline.toExample(record) ?? [])
}

/** Evaluates on held-out records, through the same declared steps that devices use. */
export const heldOutEvaluator = (sets: readonly HeldOut[]): Evaluator => {
  const prepared = new Map<string, { examples: LabelledExample[]; measure: Promise<Measure> }>()
  return async (manifest, weights) => {
    const id = taskIdOf(manifest)
    const { examples, measure } = prepared.get(id) ?? {
      examples: examplesFor(manifest, sets),
      measure: openMeasure(manifest.model.architecture),
    }
    prepared.set(id, { examples, measure })
    return (await measure)(weights, examples)
  }
}
