import * as ort from 'onnxruntime-web'
import type { Runtime, Session, Tensor } from '../runtime.ts'

const isOpen = (tensor: Tensor): boolean => {
  try {
    return tensor.data !== undefined
  } catch {
    // What was disposed of cannot be read.
    return false
  }
}

/** For tests only: names of what comes from a batch or a step's terms: small, on the CPU, and left to the garbage collector. */
const PASSING = new Set(['x', 'labels', 'weights', 'mask', 'divisor', 'loss'])

/**
 * For tests only: onnxruntime-web, and the names of all tensors that went into its sessions or came out to stay on the
 * device, and that nobody has disposed of yet. `passing`: names of a step's scalars.
 */
export const watchedRuntime = (passing: readonly string[]) => {
  const seen = new Map<Tensor, string>()
  const note = (tensors: Readonly<Record<string, Tensor>>) => {
    for (const [name, tensor] of Object.entries(tensors))
      if (!PASSING.has(name) && !passing.includes(name)) seen.set(tensor, name)
  }
  const watched = (session: Session) => ({
    run: async (feeds: Readonly<Record<string, Tensor>>) => {
      note(feeds)
      const outputs = await session.run(feeds)
      note(outputs)
      return outputs
    },
    release: () => session.release(),
  })
  const create = async (model: Uint8Array, options: ort.InferenceSession.SessionOptions) =>
    watched(await ort.InferenceSession.create(model, options))
  return {
    runtime: { ...ort, InferenceSession: { create } } as unknown as Runtime,
    open: (): string[] => [...seen].flatMap(([tensor, name]) => (isOpen(tensor) ? [name] : [])),
    count: () => seen.size,
  }
}
