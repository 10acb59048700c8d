import { database, write } from '../db/database.ts'
import type { GrantLimits, RequestRecord } from '../db/schema.ts'
import type { Decision } from '../policy/decision.ts'
import type { DeviceConditions } from '../policy/rule.ts'
import type { PersonsAnswer } from './answerRequest.ts'
import { endedBefore } from './endedBefore.ts'
import { decideNow, reasonOf } from './policy.ts'
import { refusalDelay } from './refusalDelay.ts'

/** What the rules say of a request once the chain has been asked. */
export type Settled =
  | { readonly state: 'answer'; readonly answer: PersonsAnswer }
  /** The person must be asked after all; the request says why. */
  | { readonly state: 'ask' }
  /** Answered meanwhile, or never theirs to decide. */
  | { readonly state: 'settled' }

const DEVICE: readonly (keyof DeviceConditions)[] = [
  'idle',
  'charging',
  'hours',
  'maxMinutesPerDay',
  'unmetered',
]

/** A grant that a rule makes trains under the rule's own conditions on the device. Of several rules the freest counts. */
const limitsOf = async ({ ruleIds }: Decision): Promise<GrantLimits | undefined> => {
  const db = await database()
  let first: DeviceConditions | undefined
  for (const id of ruleIds) {
    const needs = (await db.get('rules', id))?.needs ?? {}
    const device = Object.fromEntries(
      DEVICE.filter((name) => needs[name] !== undefined).map((name) => [name, needs[name]]),
    ) as DeviceConditions
    if (Object.keys(device).length === 0) return undefined
    first ??= device
  }
  return first === undefined ? undefined : { device: first }
}

/** From now on the request is the person's to answer. */
export const handOver = (requestId: string, because?: RequestRecord['because']): Promise<boolean> =>
  write(['requests'], async (transaction) => {
    const requests = transaction.objectStore('requests')
    const request = await requests.get(requestId)
    if (request?.state !== 'pending' || request.undecided === undefined) return false
    const { undecided: _, ...asked } = request
    await requests.put({ ...asked, ...(because === undefined ? {} : { because }) })
    return true
  })

/** Decides a request that the rules may decide, under the rules as they are now and what the chain has said. */
export const settle = async (requestId: string): Promise<Settled> => {
  const request = await (await database()).get('requests', requestId)
  if (request?.state !== 'pending' || request.undecided === undefined) return { state: 'settled' }
  const decision = request.facts === undefined ? undefined : await decideNow(request.facts)
  if (decision === undefined || decision.effect === 'ask')
    return { state: (await handOver(requestId, decision?.because)) ? 'ask' : 'settled' }
  if (decision.effect === 'allow' && (await endedBefore(request)))
    return { state: (await handOver(requestId, [{ kind: 'ended-before' }])) ? 'ask' : 'settled' }
  const { effect, ruleIds } = decision
  const common = { effect, by: ruleIds[0] ?? 'settings', reason: await reasonOf(decision) }
  if (effect === 'refuse')
    return { state: 'answer', answer: { ...common, effect, readyAt: Date.now() + refusalDelay() } }
  const limits = await limitsOf(decision)
  return {
    state: 'answer',
    answer: {
      ...common,
      effect,
      // The rules have spoken of this one, whatever the vault holds by now.
      ...(request.datasetId === undefined ? {} : { datasetId: request.datasetId }),
      ...(limits === undefined ? {} : { limits }),
    },
  }
}
