import { comparison } from './comparison.ts'

/** ONNX Less: a < b. */
export const less = comparison('Less')
