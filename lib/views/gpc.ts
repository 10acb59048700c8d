import { gpcStatus } from '../gpc/status.ts'
import { view } from './view.ts'

export type { GpcStatus } from '../gpc/status.ts'
export { askGpcPermission } from '../platform/gpcSignal.ts'

/** What Global Privacy Control says, and to whom. */
export const gpcView = view(['rules', 'state'], () => gpcStatus())
