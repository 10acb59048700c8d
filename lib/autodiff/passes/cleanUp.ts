import type { OnnxGraph } from '../onnx/model.ts'
import { shareCommonSubexpressions } from './commonSubexpressions.ts'
import { removeDeadCode } from './deadCode.ts'
import { foldConstants } from './foldConstants.ts'
import { bypassIdentities, nameOutputs } from './identities.ts'

/**
 * The same graph with less to do: same inputs, same outputs, bit for bit. Rules emit what reads best where they stand, and
 * leave it to this to find what was computed before, from constants alone, or for nobody.
 */
export const cleanUp = (graph: OnnxGraph): OnnxGraph =>
  [bypassIdentities, foldConstants, shareCommonSubexpressions, nameOutputs, removeDeadCode].reduce(
    (now, pass) => pass(now),
    graph,
  )
