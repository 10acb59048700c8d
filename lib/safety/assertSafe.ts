import { forwardGraph } from '../autodiff/architecture.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { TaskManifest } from '../protocol/task.ts'
import type { Finding } from './finding.ts'
import { inspectTask } from './inspectTask.ts'
import { inspectWeights } from './inspectWeights.ts'
import type { Reference } from './jump.ts'

const detailsOf = (findings: readonly Finding[]): string => findings.map(({ sentence }) => sentence).join(' ')

/** Throws `task/unsafe-terms`, with what was found, where a task's own terms are not carried out. */
export const assertSafeTerms = (manifest: TaskManifest): void => {
  const findings = inspectTask(manifest)
  if (findings.length > 0)
    throw new ProvisoError(
      'task/unsafe-terms',
      'The sizes of this task are not safe for you or your device.',
      {
        details: detailsOf(findings),
        todo: 'Nothing was trained or sent. The publisher must change its terms.',
      },
    )
}

/** Throws `task/unsafe-weights`, with what was found, where a model looks made to read records back from updates. */
export const assertSafeWeights = (
  manifest: TaskManifest,
  weights: Float32Array,
  reference?: Reference,
): void => {
  const findings = inspectWeights(forwardGraph(manifest.model.architecture, 1), weights, reference)
  if (findings.length > 0)
    throw new ProvisoError('task/unsafe-weights', 'The model of this task looks made to copy your records.', {
      details: detailsOf(findings),
      todo: 'Nothing was trained or sent. End the permission, unless the publisher can explain this and correct it.',
    })
}
