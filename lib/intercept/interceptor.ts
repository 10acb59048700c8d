import { wrapRequest, wrapRequestBatch, wrapSend, wrapSendAsync } from './forms.ts'
import { createInpageJudge } from './inpageJudge.ts'
import { chain } from './judge.ts'
import { type CreateGate, type Gate, type Layer, type Table, table, type Wrap } from './layer.ts'
import { meetGate } from './meeting.ts'
import { interceptWallets } from './wallets.ts'

type Answer = (args: unknown) => Promise<unknown>

interface Options {
  /** True on the bridge page alone: there, the wallet may be asked for a delegation. Asked only when a signature is. */
  readonly mayDelegate: () => boolean
}

/** What is done to every wallet: `answer` answers `dataUse_*`, and the gate is asked, once there is one. */
export const createLayer = (answer: Answer, options: Options) => {
  let gate: Gate | undefined
  const judge = chain(() => gate?.judge, createInpageJudge(answer, options))
  const wraps = {
    request: wrapRequest(judge),
    send: wrapSend(judge),
    sendAsync: wrapSendAsync(judge),
  }
  const layer: Layer = {
    wraps: table<Wrap>(wraps),
    experimental: table({ requestBatch: wrapRequestBatch(judge) }),
    veils: table({}),
    veil: () => undefined,
  }
  const accept = (create: CreateGate): void => {
    gate = create(answer)
    layer.wraps = { __proto__: null, ...wraps, ...gate.wraps } as unknown as Table<Wrap>
    layer.veils = gate.veils
    layer.veil = gate.veil
  }
  return { layer, accept }
}

/** Stands before every wallet of the page. Returns a look for wallets that have come since. */
export const startInterceptor = (answer: Answer, options: Options): (() => void) => {
  const { layer, accept } = createLayer(answer, options)
  meetGate(accept)
  return interceptWallets(layer)
}
