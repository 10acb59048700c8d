import { easDomain } from '../lib/protocol/chains.ts'
import type { EasDomain } from '../lib/protocol/eas.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'
import type { TaskManifest } from '../lib/protocol/task.ts'

/** Where a task's receipts and contributions are attested. Throws `task/unsupported-chain`. */
export const domainOf = ({ reward }: TaskManifest): EasDomain => {
  const domain = easDomain(reward.chainId)
  if (domain === undefined)
    throw new ProvisoError('task/unsupported-chain', `Chain ${reward.chainId} is not supported.`)
  return domain
}
