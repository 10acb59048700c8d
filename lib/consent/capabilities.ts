import { ARCHITECTURES } from '../protocol/architecture.ts'
import type { Capabilities } from '../protocol/provider.ts'
import { MAX_MANIFEST_BYTES } from '../protocol/task.ts'

/** The same for everyone, whatever data, wallet or rules this person has. */
export const CAPABILITIES: Capabilities = {
  version: 1,
  architectures: ARCHITECTURES,
  mechanisms: ['local', 'none'],
  units: ['record'],
  aggregation: ['plain'],
  kinds: ['image', 'table'],
  steps: ['resize', 'greyscale', 'normalise', 'select', 'standardise', 'tokenise', 'label'],
  limits: { manifestBytes: MAX_MANIFEST_BYTES, weightsBytes: 268_435_456 },
}
