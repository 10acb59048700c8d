import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { compilePipeline } from '../lib/pipelines/compile.ts'
import type { ImageRecord } from '../lib/pipelines/records.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'
import { type TaskManifest, taskIdOf } from '../lib/protocol/task.ts'
import type { Evaluator } from './context.ts'
import { type LabelledExample, type Measure, openMeasure } from './evaluate.ts'

const GZIP = [0x1f, 0x8b] as const
/** IDX magic numbers: unsigned bytes in three dimensions, and in one (yann.lecun.org/exdb/mnist). */
const IMAGES = 0x0000_0803
const LABELS = 0x0000_0801

const invalid = (path: string, details: string) =>
  new ProvisoError('idx/invalid', `${path} is not the IDX file that was asked for.`, { details })

/** Sizes and content of an IDX file of unsigned bytes, gzipped or not. Throws `idx/invalid`. */
const readIdx = async (path: string, magic: number): Promise<{ sizes: number[]; data: Uint8Array }> => {
  const raw = await readFile(path)
  const bytes = raw[0] === GZIP[0] && raw[1] === GZIP[1] ? gunzipSync(raw) : raw
  const dimensions = magic & 0xff
  const header = 4 + 4 * dimensions
  if (bytes.length < header || bytes.readUInt32BE(0) !== magic)
    throw invalid(path, `Its magic number is not 0x${magic.toString(16).padStart(8, '0')}.`)
  const sizes = Array.from({ length: dimensions }, (_, i) => bytes.readUInt32BE(4 + 4 * i))
  const expected = sizes.reduce((product, size) => product * size, 1)
  const data = bytes.subarray(header)
  if (data.length !== expected) throw invalid(path, `It holds ${data.length} bytes instead of ${expected}.`)
  return { sizes, data: Uint8Array.from(data) }
}

/** Labelled grey pictures from a pair of IDX files; a label is its digits. Throws `idx/invalid`. */
export const readIdxImages = async (imagesPath: string, labelsPath: string): Promise<ImageRecord[]> => {
  const images = await readIdx(imagesPath, IMAGES)
  const labels = await readIdx(labelsPath, LABELS)
  const [count, height, width] = images.sizes as [number, number, number]
  if (labels.data.length !== count)
    throw invalid(labelsPath, `It has ${labels.data.length} labels for ${count} images.`)
  return Array.from({ length: count }, (_, i) => ({
    kind: 'image',
    width,
    height,
    channels: 1,
    pixels: images.data.slice(i * width * height, (i + 1) * width * height),
    label: String(labels.data[i]),
  }))
}

const examplesFor = (manifest: TaskManifest, records: readonly ImageRecord[]): LabelledExample[] => {
  const [{ width, height, channels }] = records as [ImageRecord]
  const labels = [...new Set(records.map(({ label }) => label))]
  const pipeline = compilePipeline(
    manifest.pipeline,
    { kind: 'image', image: { width, height, channels }, labels },
    manifest.model.architecture,
  )
  return records.flatMap((record) => pipeline.toExample(record) ?? [])
}

/** Evaluates on pictures that no contributor holds, through the same declared steps that devices use. */
export const imageEvaluator = (records: readonly ImageRecord[]): Evaluator => {
  const prepared = new Map<string, { examples: LabelledExample[]; measure: Promise<Measure> }>()
  return async (manifest, weights) => {
    const id = taskIdOf(manifest)
    const { examples, measure } = prepared.get(id) ?? {
      examples: examplesFor(manifest, records),
      measure: openMeasure(manifest.model.architecture),
    }
    prepared.set(id, { examples, measure })
    return (await measure)(weights, examples)
  }
}
