import type { GpcStatus } from '../gpc/gpc.ts'
import { command } from '../rpc/client.ts'
import { view } from './view.ts'

export type { GpcStatus } from '../gpc/gpc.ts'
export { askGpcPermission } from '../platform/gpcSignal.ts'

/** What Global Privacy Control does now: only the worker knows what the browser took from it. */
export const gpcView = view(['rules', 'state'], (): Promise<GpcStatus> => command('gpc.status', {}))
