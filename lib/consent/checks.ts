import { readAttested } from '../chain/attested.ts'
import { deviceClient } from '../chain/deviceClient.ts'
import { assertFunded } from '../chain/funding.ts'
import { readToken } from '../chain/token.ts'
import { write } from '../db/database.ts'
import type { CheckState, RequestRecord } from '../db/schema.ts'
import { coordinatorClient } from '../net/coordinator.ts'
import type { PolicyRequest } from '../policy/request.ts'
import { describeError, ProvisoError } from '../protocol/errors.ts'

type Token = NonNullable<RequestRecord['token']>

const settled = async (check: () => Promise<string>): Promise<CheckState> => {
  try {
    return { state: 'passed', detail: await check() }
  } catch (error) {
    const detail = error instanceof ProvisoError ? error.shortMessage : describeError(error)
    return { state: 'failed', detail }
  }
}

const save = (id: string, changes: Partial<RequestRecord['checks']>, token?: Token): Promise<void> =>
  write(['requests'], async (transaction) => {
    const request = await transaction.objectStore('requests').get(id)
    if (request?.state !== 'pending') return
    await transaction.objectStore('requests').put({
      ...request,
      checks: { ...request.checks, ...changes },
      ...(token === undefined ? {} : { token }),
    })
  })

/** What a rule may have been waiting for. An attestation that cannot be looked up is none. */
const learn = (id: string, change: (facts: PolicyRequest) => PolicyRequest): Promise<void> =>
  write(['requests'], async (transaction) => {
    const request = await transaction.objectStore('requests').get(id)
    if (request?.state !== 'pending' || request.facts === undefined) return
    await transaction.objectStore('requests').put({ ...request, facts: change(request.facts) })
  })

const checkPublisher = async ({ id, task: { manifest } }: RequestRecord): Promise<void> => {
  const attestations = await deviceClient(manifest.reward.chainId)
    .then((client) => readAttested(client, manifest, Date.now()))
    .catch(() => [])
  await learn(id, (facts) => ({ ...facts, attestations }))
}

const checkEscrow = async (request: RequestRecord): Promise<void> => {
  const { manifest } = request.task
  let token: Token | undefined
  const escrow = await settled(async () => {
    const client = await deviceClient(manifest.reward.chainId)
    const [facts] = await Promise.all([
      readToken(client, manifest.reward.token),
      assertFunded({ client, manifest }),
    ])
    token = facts
    return 'The whole reward of every seat is locked in escrow.'
  })
  await save(request.id, { escrow }, token)
  const funded = escrow.state === 'passed'
  await learn(request.id, (facts) => ({ ...facts, task: { ...facts.task, funded } }))
}

const checkCoordinator = async (request: RequestRecord): Promise<void> => {
  const coordinator = await settled(async () => {
    const answer = await coordinatorClient(request.task.manifest, request.taskId).task()
    if (answer.state === 'finished') throw new ProvisoError('task/finished', 'The task has finished.')
    return "The publisher's coordinator answers for this task."
  })
  await save(request.id, { coordinator })
}

/** What needs the network, while the prompt is open: each result is written as soon as it is known. */
export const runChecks = async (request: RequestRecord): Promise<void> => {
  const { escrow, coordinator } = request.checks
  await Promise.all([
    escrow.state === 'running' ? checkEscrow(request) : undefined,
    coordinator.state === 'running' ? checkCoordinator(request) : undefined,
    request.facts !== undefined && request.facts.attestations === undefined
      ? checkPublisher(request)
      : undefined,
  ])
}
