import { database, write } from '../db/database.ts'
import type { RequestRecord } from '../db/schema.ts'
import { chooseDataset, type DatasetChoice } from './datasetChoice.ts'
import { gatherFacts } from './facts.ts'
import { decideNow } from './policy.ts'

type Chosen = Pick<RequestRecord, 'datasetId' | 'epsilonAfter' | 'exceeded'>

/** What a request keeps of the choice: the dataset that is shown, and what its ledger would say afterwards if it allows it. */
export const chosenOf = (choice: DatasetChoice): Chosen => ({
  ...(choice.state === 'none' ? {} : { datasetId: choice.dataset.id }),
  ...(choice.state === 'fits' ? { epsilonAfter: choice.epsilonAfter } : {}),
  ...(choice.state === 'spent' ? { exceeded: choice.exceeded.limit } : {}),
})

const isSame = (a: Chosen, b: Chosen): boolean =>
  a.datasetId === b.datasetId && a.epsilonAfter === b.epsilonAfter && a.exceeded === b.exceeded

/** What the chain has said, or not yet, holds whatever the dataset. */
const saidOf = ({ facts }: RequestRecord) => ({
  attestations: facts?.attestations,
  funded: facts?.task.funded,
})

const factsFor = async (request: RequestRecord, choice: DatasetChoice): Promise<Partial<RequestRecord>> => {
  if (request.facts === undefined) return {}
  const { device } = request.facts
  const found = await gatherFacts(request.asker, request.task.manifest, choice, device, Date.now())
  const { attestations, funded } = saidOf(request)
  const facts = { ...found, attestations, task: { ...found.task, funded } }
  return { facts, because: (await decideNow(facts)).because }
}

/** False where the chain has spoken in the meantime: nothing was written. */
const rechooseFor = async (request: RequestRecord): Promise<boolean> => {
  const choice = await chooseDataset(request.task.manifest)
  const chosen = chosenOf(choice)
  if (isSame(chosen, request)) return true
  const changed = await factsFor(request, choice)
  return write(['requests'], async (transaction) => {
    const requests = transaction.objectStore('requests')
    const current = await requests.get(request.id)
    if (current?.state !== 'pending') return true
    if (JSON.stringify(saidOf(current)) !== JSON.stringify(saidOf(request))) return false
    const { datasetId: _shown, epsilonAfter: _cost, exceeded: _limit, ...rest } = current
    await requests.put({ ...rest, ...changed, ...chosen })
    return true
  })
}

/**
 * Looks again which dataset each waiting request would use, after the vault or a ledger has changed, so that the prompt shows
 * what allowing would really use and cost.
 */
export const rechoose = async (): Promise<void> => {
  const db = await database()
  for (const id of await db.getAllKeysFromIndex('requests', 'state', 'pending')) {
    let request = await db.get('requests', id)
    // The chain speaks of a request a few times at most.
    while (request?.state === 'pending' && !(await rechooseFor(request)))
      request = await db.get('requests', id)
  }
}
