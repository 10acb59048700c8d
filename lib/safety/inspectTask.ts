import { forwardGraph } from '../autodiff/architecture.ts'
import type { ForwardGraph } from '../autodiff/forward.ts'
import { sizeOf } from '../autodiff/tensor.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { costOf } from './cost.ts'
import type { Finding, TermsFindingKind } from './finding.ts'

type TermsFinding = Finding<TermsFindingKind>

/** Of one round: about six hours at 5 * 10^9 a second, which one thread of wasm does. */
export const MOST_MULTIPLY_ADDS = 1e14
/** At once: what an offscreen document is sure to get beside the browser's own pages. */
export const MOST_BYTES = 2 ** 30
/** Weights, sums, their successors, noise, and the copies on their way to the graphics chip and back. */
const COPIES = 6
/** Rows that one run of a graph takes at most; larger samples take several runs. */
const LARGEST_MICRO_BATCH = 512

/** Examples of one step: of noised training in the mean, else at most. */
const stepSize = ({ privacy }: TaskManifest): number =>
  privacy.mechanism === 'local' ? privacy.expectedBatch : privacy.batchSize

const effort = (manifest: TaskManifest, graph: ForwardGraph): readonly TermsFinding[] => {
  const { multiplyAdds, exampleBytes, parameters } = costOf(graph)
  const examples = stepSize(manifest)
  const work = multiplyAdds * examples * manifest.training.localSteps
  const bytes = parameters * 4 * COPIES + exampleBytes * Math.min(examples, LARGEST_MICRO_BATCH)
  const findings: TermsFinding[] = []
  if (work > MOST_MULTIPLY_ADDS)
    findings.push({
      kind: 'compute',
      where: 'training.localSteps',
      strength: work / MOST_MULTIPLY_ADDS,
      sentence: `A round takes about ${work.toExponential(1)} multiplications; at most ${MOST_MULTIPLY_ADDS.toExponential(0)} are done.`,
    })
  if (bytes > MOST_BYTES)
    findings.push({
      kind: 'memory',
      where: 'model.architecture',
      strength: bytes / MOST_BYTES,
      sentence: `Training takes about ${Math.ceil(bytes / 2 ** 20)} MiB of memory; at most ${MOST_BYTES / 2 ** 20} MiB are used.`,
    })
  return findings
}

/** In a step of fewer, half of the pictures or more came back from an honest model of 64 neurons (docs/task-safety.md). */
const LEAST_STEP = 8
/** Numbers that a model learns, for each number in the data. */
const LARGEST_RATIO = 100
/** Learning rate times steps. Below, the steps of a round see nearly the same weights and add up to a single one. */
const LEAST_WAY = 0.1
/** Above, the first step decides, and those after it start from neurons that it has silenced. */
const MOST_RATE = 10

/** Neurons of a dense first layer that stand before an activation; 0 for another. */
const firstWidth = ({ nodes, logits }: ForwardGraph): number =>
  nodes.find(({ op, inputs, output }) => op === 'Gemm' && !inputs[0]!.trainable && output !== logits)?.output
    .shape[1] ?? 0

const sizes = (manifest: TaskManifest, graph: ForwardGraph): readonly TermsFinding[] => {
  const { data, training } = manifest
  const findings: TermsFinding[] = []
  const step = Math.min(stepSize(manifest), data.minRecords)
  if (step < LEAST_STEP)
    findings.push({
      kind: 'small-batch',
      where: 'privacy.batchSize',
      strength: step,
      sentence: `A step of ${step} records without noise shows them; at least ${LEAST_STEP} are taken.`,
    })
  const records = Math.min(data.minRecords, stepSize(manifest) * training.localSteps)
  const width = firstWidth(graph)
  if (width > records)
    findings.push({
      kind: 'wide-layer',
      where: 'model.architecture',
      strength: width / records,
      sentence: `The first layer has ${width} neurons for ${records} records without noise: some neurons see one record alone.`,
    })
  const parameters = graph.parameters.reduce((sum, { size }) => sum + size, 0)
  const ratio = parameters / (data.minRecords * sizeOf(graph.x.shape))
  if (ratio > LARGEST_RATIO)
    findings.push({
      kind: 'large-model',
      where: 'model.architecture',
      strength: ratio,
      sentence: `The model learns ${Math.round(ratio)} numbers for each number in the data, without noise: enough to hold the records themselves.`,
    })
  return findings
}

const rate = ({ training: { optimizer, localSteps } }: TaskManifest): readonly TermsFinding[] => {
  const { kind, learningRate } = optimizer
  const isUsual = learningRate * localSteps >= LEAST_WAY && learningRate <= MOST_RATE
  if (kind !== 'sgd' || localSteps === 1 || isUsual) return []
  return [
    {
      kind: 'learning-rate',
      where: 'training.optimizer.learningRate',
      strength: learningRate,
      sentence: `With a learning rate of ${learningRate} and no noise, ${localSteps} steps hide records no better than one.`,
    },
  ]
}

/**
 * What in a task's terms asks for more than a device lends (`compute`, `memory`), or, where no noise protects records, sizes
 * that let an update be solved for them. Terms with noise are not looked at for the latter: the ledger's epsilon holds whatever they are.
 * Throws what the architecture's graph throws.
 */
export const inspectTask = (manifest: TaskManifest): readonly TermsFinding[] => {
  const graph = forwardGraph(manifest.model.architecture, 1)
  const heavy = effort(manifest, graph)
  return manifest.privacy.mechanism === 'local'
    ? heavy
    : [...heavy, ...sizes(manifest, graph), ...rate(manifest)]
}
