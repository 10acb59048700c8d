import type { Parameter } from '../forward.ts'
import type { Optimizer } from './optimizer.ts'

/** A tensor that stays on the device between steps. */
export type Resident = Pick<Parameter, 'name' | 'shape' | 'size'>

export const stateName = (slot: string, parameter: string): string => `state.${slot}.${parameter}`

/** What an optimizer keeps for these parameters, in the order of flat state: slot after slot, in each the parameters' order. */
export const stateOf = (parameters: readonly Resident[], { state }: Optimizer): readonly Resident[] =>
  state.flatMap((slot) =>
    parameters.map(({ name, shape, size }) => ({ name: stateName(slot, name), shape, size })),
  )
