import { comparison } from './comparison.ts'

/** ONNX Greater: a > b. */
export const greater = comparison('Greater')
