import { ProvisoError } from '../protocol/errors.ts'
import type { PipelineStep } from '../protocol/task.ts'

/** Where in a pipeline: `step 2 (resize), width`. Indices count from 0, as in the manifest. */
export interface PipelinePlace {
  readonly index?: number
  readonly step?: PipelineStep['step']
  readonly field?: string
}

/** A pipeline does not fit the dataset or the model. Codes: `pipeline/...`. */
export class PipelineError extends ProvisoError {
  override name = 'PipelineError'
  readonly place: PipelinePlace

  constructor(situation: string, place: PipelinePlace, details: string) {
    const where = [
      place.index === undefined ? undefined : `step ${place.index} (${place.step})`,
      place.field,
    ].filter((part) => part !== undefined)
    super(`pipeline/${situation}`, 'The steps of this task do not fit the data or the model.', {
      details: `${where.join(', ')}: ${details}`,
    })
    this.place = place
  }
}
