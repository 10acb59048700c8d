import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Address } from '../protocol/hex.ts'
import type { BudgetEventRecord, ProvisoDB, RequestRecord, RuleRecord } from './schema.ts'

type Upgrade = IDBPTransaction<ProvisoDB, StoreNames<ProvisoDB>[], 'versionchange'>

/** A rule as version 2 kept it: a remembered answer for one origin. */
interface RuleOfVersion2 {
  readonly id: string
  readonly effect: RuleRecord['effect']
  readonly origin: string
  readonly publisher?: Address
  readonly purposes?: readonly string[]
  readonly category?: string
  readonly privacy?: { readonly mechanism: 'local' | 'none'; readonly maxEpsilon?: number }
  readonly createdAt: number
  readonly expiresAt: number
}

const ruleOfVersion2 = (rule: RuleOfVersion2): RuleRecord => ({
  id: rule.id,
  effect: rule.effect,
  source: 'answer',
  who: {
    origins: [rule.origin],
    ...(rule.publisher === undefined ? {} : { publishers: [rule.publisher] }),
  },
  what: {
    ...(rule.purposes === undefined ? {} : { purposes: rule.purposes }),
    ...(rule.category === undefined ? {} : { categories: [rule.category] }),
  },
  ...(rule.privacy?.mechanism === 'local'
    ? {
        needs: {
          noise: true,
          ...(rule.privacy.maxEpsilon === undefined ? {} : { maxEpsilonPerTask: rule.privacy.maxEpsilon }),
        },
      }
    : {}),
  createdAt: rule.createdAt,
  expiresAt: rule.expiresAt,
})

/** Its reasons were sentences; a request that was waiting is asked about all the same. */
const requestOfVersion2 = ({
  reasons: _,
  ...request
}: RequestRecord & { reasons?: unknown }): RequestRecord => ({
  ...request,
  because: [{ kind: 'no-rule' }],
})

/** Until version 4 the noise of every task hid single records. */
const eventOfVersion3 = (event: Omit<BudgetEventRecord, 'unit'>): BudgetEventRecord => ({
  ...event,
  unit: 'record',
})

const changeAll = async <Old, Name extends 'rules' | 'requests' | 'budgetEvents'>(
  upgrade: Upgrade,
  name: Name,
  change: (record: Old) => ProvisoDB[Name]['value'],
): Promise<void> => {
  for await (const cursor of upgrade.objectStore(name).iterate())
    await cursor.update(change(cursor.value as Old))
}

/** Answered records by age, in all and by origin: the oldest make room, so that no page fills the disk. */
const indexByAge = (upgrade: Upgrade, name: 'requests' | 'walletCalls'): void => {
  const store = upgrade.objectStore(name)
  store.createIndex('decidedAt', 'decidedAt')
  store.createIndex('origin', ['asker.origin', 'decidedAt'])
}

export const migrate = async (
  db: IDBPDatabase<ProvisoDB>,
  from: number,
  _to: number | null,
  upgrade: Upgrade,
): Promise<void> => {
  if (from < 1) {
    db.createObjectStore('requests', { keyPath: 'id' }).createIndex('state', 'state')
    db.createObjectStore('answers', { keyPath: ['documentId', 'requestId'] }).createIndex(
      'expiresAt',
      'expiresAt',
    )
    const grants = db.createObjectStore('grants', { keyPath: 'id' })
    grants.createIndex('state', 'state')
    grants.createIndex('taskId', 'taskId')
    db.createObjectStore('rules', { keyPath: 'id' })
    db.createObjectStore('datasets', { keyPath: 'id' })
    db.createObjectStore('chunks', { keyPath: ['datasetId', 'index'] })
    db.createObjectStore('budgetEvents', { keyPath: 'id' }).createIndex('datasetId', 'datasetId')
    db.createObjectStore('rounds', { keyPath: ['taskId', 'round'] })
    const runs = db.createObjectStore('runs', { keyPath: 'id' })
    runs.createIndex('phase', 'phase')
    runs.createIndex('grantId', 'grantId')
    db.createObjectStore('checkpoints', { keyPath: 'runId' })
    db.createObjectStore('contributions', { keyPath: 'uid' }).createIndex('taskId', 'taskId')
    db.createObjectStore('seats', { keyPath: 'taskId' })
    db.createObjectStore('keys', { keyPath: 'id' })
    db.createObjectStore('state')
    db.createObjectStore('activity', { keyPath: 'seq', autoIncrement: true })
  }
  if (from < 2) {
    db.createObjectStore('walletCalls', { keyPath: 'id' }).createIndex('state', 'state')
    db.createObjectStore('sites', { keyPath: 'origin' })
    db.createObjectStore('throttles', { keyPath: 'origin' })
    indexByAge(upgrade, 'requests')
    indexByAge(upgrade, 'walletCalls')
  }
  if (from < 3) {
    await changeAll(upgrade, 'rules', ruleOfVersion2)
    await changeAll(upgrade, 'requests', requestOfVersion2)
    db.createObjectStore('stamps', { keyPath: ['chainId', 'seq'] })
  }
  if (from < 4) {
    // Empty: records are encrypted, and are hashed when the vault is next read (lib/vault/ledger/hashOlder.ts).
    db.createObjectStore('recordSets', { keyPath: 'datasetId' })
    await changeAll(upgrade, 'budgetEvents', eventOfVersion3)
  }
}
