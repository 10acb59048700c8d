import { defineProperty, descriptor, getOwnPropertyDescriptor } from './realm.ts'

/** Gives a function of ours the name and length of the one that it stands for. */
export const disguise = <Face extends object>(face: Face, original: object): Face => {
  for (let index = 0; index < 2; index += 1) {
    const key = index === 0 ? 'name' : 'length'
    const { value } = getOwnPropertyDescriptor(original, key) ?? {}
    if (value !== undefined) defineProperty(face, key, descriptor({ value, configurable: true }))
  }
  return face
}
