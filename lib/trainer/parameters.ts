import type { Resident } from '../autodiff/optimizers/state.ts'
import { nextName } from '../autodiff/trainingGraphs.ts'
import { TrainerError } from './errors.ts'
import type { Memory } from './memory.ts'
import type { Tensors } from './sessions.ts'

type Specs = readonly Resident[]

/** The length of the flat vector of these. */
export const sizeOfAll = (parameters: Specs): number => parameters.reduce((sum, { size }) => sum + size, 0)

/** The parameters of one flat vector, one after another, as tensors called `name(parameter)`. */
export const uploadFlat = (
  memory: Memory,
  parameters: Specs,
  flat: Float32Array,
  name: (parameter: string) => string,
): Tensors => {
  const total = sizeOfAll(parameters)
  if (flat.length !== total)
    throw new TrainerError('trainer/failed', 'The weights have another size than the model.', {
      details: `${flat.length} numbers for ${total} parameters.`,
    })
  let offset = 0
  return Object.fromEntries(
    parameters.map((parameter) => {
      const own = flat.subarray(offset, offset + parameter.size)
      offset += parameter.size
      return [name(parameter.name), memory.upload(own, parameter.shape)]
    }),
  )
}

/** Reads tensors called `name(parameter)` back as one flat vector. */
export const downloadFlat = async (
  parameters: Specs,
  tensors: Tensors,
  name: (parameter: string) => string,
): Promise<Float32Array<ArrayBuffer>> => {
  const flat = new Float32Array(sizeOfAll(parameters))
  let offset = 0
  for (const parameter of parameters) {
    flat.set((await tensors[name(parameter.name)]!.getData()) as Float32Array, offset)
    offset += parameter.size
  }
  return flat
}

/** Adds tensors called `name(parameter)`, which are on the processor, to one flat vector. */
export const addFlat = (
  flat: Float32Array,
  parameters: Specs,
  tensors: Tensors,
  name: (parameter: string) => string,
): void => {
  let offset = 0
  for (const parameter of parameters) {
    const own = tensors[name(parameter.name)]!.data as Float32Array
    for (let index = 0; index < parameter.size; index++) flat[offset + index]! += own[index]!
    offset += parameter.size
  }
}

/** A graph's `next.p` outputs, renamed to what they feed next. */
export const renamed = (parameters: Specs, outputs: Tensors, name: (parameter: string) => string): Tensors =>
  Object.fromEntries(
    parameters.map((parameter) => [name(parameter.name), outputs[nextName(parameter.name)]!]),
  )

export const disposeAll = (tensors: Tensors): void => {
  for (const tensor of Object.values(tensors)) tensor.dispose()
}
