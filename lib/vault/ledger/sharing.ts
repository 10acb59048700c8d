import type { DatasetRecord, RecordSetRecord } from '../../db/schema.ts'
import { type Digested, groupsOf, knownMembers, type Members, membersOf } from './overlap.ts'
import { isWellFormed } from './recordSet.ts'

/** Datasets, deleted ones among them. */
export type Group = readonly DatasetRecord[]

export interface RecordSets {
  get(datasetId: string): Promise<RecordSetRecord | undefined>
}

/** Which of a dataset's records are in another one. `unknown` is taken for all of them. */
type Shared = 'all' | 'unknown' | Members

const sharesAny = (shared: Shared): boolean => typeof shared === 'string' || shared.shared > 0

/** Compares datasets of one kind by their records. Reads a set at most once, and none where a pair was compared before. */
export class Sharing {
  readonly #sets: RecordSets
  readonly #read = new Map<string, Promise<Digested | undefined>>()

  constructor(sets: RecordSets) {
    this.#sets = sets
  }

  async #load({ id, recordSet }: DatasetRecord): Promise<Digested | undefined> {
    const hashes = (await this.#sets.get(id))?.hashes
    const isThere = recordSet !== undefined && hashes !== undefined && isWellFormed(hashes)
    return isThere ? { digest: recordSet, hashes } : undefined
  }

  #setOf(dataset: DatasetRecord): Promise<Digested | undefined> {
    const reading = this.#read.get(dataset.id) ?? this.#load(dataset)
    this.#read.set(dataset.id, reading)
    return reading
  }

  async #shared(dataset: DatasetRecord, other: DatasetRecord): Promise<Shared> {
    if (dataset.recordSet === undefined || other.recordSet === undefined) return 'unknown'
    if (dataset.recordSet === other.recordSet) return 'all'
    const known = knownMembers(dataset.recordSet, other.recordSet)
    if (known !== undefined) return known
    const own = await this.#setOf(dataset)
    const its = await this.#setOf(other)
    return own === undefined || its === undefined ? 'unknown' : membersOf(own, its)
  }

  /** Those of `others` that share a record with a dataset, and every way in which its records lie in them; itself in each. */
  async overlap(
    dataset: DatasetRecord,
    others: Group,
  ): Promise<{
    readonly groups: readonly Group[]
    readonly touching: Group
    /** Whether every record could be compared. */
    readonly isExact: boolean
  }> {
    const inAll: DatasetRecord[] = [dataset]
    const inSome: (readonly [DatasetRecord, Members])[] = []
    let isExact = dataset.recordSet !== undefined
    for (const other of others) {
      const shared = await this.#shared(dataset, other)
      if (shared === 'unknown') isExact = false
      if (typeof shared === 'string') inAll.push(other)
      else if (shared.shared > 0) inSome.push([other, shared])
    }
    return {
      groups: groupsOf(inSome).map((group) => [...inAll, ...group]),
      touching: [...inAll, ...inSome.map(([other]) => other)],
      isExact,
    }
  }

  /** Those of `others` that share a record with a dataset, directly or one through another; with the dataset. */
  async connected(dataset: DatasetRecord, others: Group): Promise<Group> {
    const reached = [dataset]
    let rest = others
    // Grows while it is gone through.
    for (const from of reached) {
      for (const other of rest) if (sharesAny(await this.#shared(from, other))) reached.push(other)
      rest = rest.filter((other) => !reached.includes(other))
    }
    return reached
  }
}
