import { encodeFloat32 } from '../../lib/aggregation/plain.ts'
import type { Architecture, TaskManifest } from '../../lib/protocol/task.ts'
import { digitsDraft, seededWeights, type TaskWish } from './task.ts'

/** What a task on a table asks for, without noise. */
export interface TableTask
  extends Pick<TaskManifest, 'title' | 'description' | 'data' | 'pipeline' | 'training' | 'update'> {
  readonly architecture: Architecture
  readonly batchSize: number
  /** CSV file of the rows that the coordinator measures on. */
  readonly heldOut: string
}

/** Digit Lab's draft, with a table's data, model and training in place of the digits'. */
export const tableDraft = (
  chain: Parameters<typeof digitsDraft>[0],
  coordinator: string,
  wish: TaskWish,
  { architecture, batchSize, heldOut: _, ...terms }: TableTask,
) => ({
  ...digitsDraft(chain, coordinator, wish),
  ...terms,
  model: { architecture },
  privacy: { mechanism: 'none', batchSize } as const,
})

/** Float32 little endian. */
export const tableWeights = ({ architecture }: TableTask): Uint8Array =>
  encodeFloat32(seededWeights(architecture))
