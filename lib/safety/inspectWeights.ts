import type { ForwardGraph } from '../autodiff/forward.ts'
import { copyingRows } from './copyingRows.ts'
import type { Finding, WeightsFindingKind } from './finding.ts'
import { jump, type Reference } from './jump.ts'
import { layersOf } from './layers.ts'
import { parallelRows } from './parallelRows.ts'
import { scale } from './scale.ts'
import { trapRows } from './trapRows.ts'

/**
 * What in flat weights of a graph looks made to read records back from updates rather than to be trained. `reference`: weights of
 * an earlier signed round. Empty for honest weights, but for about one layer in a million by chance; also empty for an attack that hides its
 * structure (docs/task-safety.md): noise and clipping are what protects, this only turns known attacks away.
 */
export const inspectWeights = (
  graph: ForwardGraph,
  weights: Float32Array,
  reference?: Reference,
): readonly Finding<WeightsFindingKind>[] => {
  const bad = weights.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    return [
      { kind: 'not-finite', where: 'weights', strength: bad, sentence: `Weight ${bad} is not a number.` },
    ]
  // Rows behind the last activation sort nothing apart, and two classes make them mirror images of each other.
  const layers = layersOf(graph, weights).flatMap((layer): readonly Finding<WeightsFindingKind>[] =>
    layer.isLast
      ? scale(layer)
      : [...copyingRows(layer), ...parallelRows(layer), ...trapRows(layer), ...scale(layer)],
  )
  return [...layers, ...(reference === undefined ? [] : jump(weights, reference))]
}
