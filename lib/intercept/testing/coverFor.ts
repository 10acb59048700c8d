import { createLayer } from '../interceptor.ts'
import type { CreateGate } from '../layer.ts'
import { type Cover, createCover } from '../patch.ts'

/** What inpage does to a wallet, with the gate where one is given. */
export const coverFor = (
  answer: (args: unknown) => Promise<unknown>,
  { gate, mayDelegate = false }: { readonly gate?: CreateGate; readonly mayDelegate?: boolean } = {},
): Cover => {
  const { layer, accept } = createLayer(answer, { mayDelegate: () => mayDelegate })
  if (gate !== undefined) accept(gate)
  return createCover(layer)
}
