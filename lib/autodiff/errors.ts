import { ProvisoError } from '../protocol/errors.ts'

/** A graph that cannot be trained: `autodiff/shape`, `/examples-mix`, `/unsupported`, `/shared-parameter`, `/no-loss`. */
export class GraphError extends ProvisoError {
  override name = 'GraphError'
}

export const shapeError = (operator: string, details: string): GraphError =>
  new GraphError('autodiff/shape', `The inputs of ${operator} do not fit together.`, { details })

/**
 * Per-example clipping bounds what one record can do only if examples do not meet before the loss
 * (field: "batch statistics leak"), so a graph in which they do is refused rather than trained without that bound.
 */
export const examplesMixError = (operator: string, details: string): GraphError =>
  new GraphError('autodiff/examples-mix', `${operator} would mix examples of one batch.`, {
    details,
    todo: 'Keep axis 0 for examples in every operator up to the loss.',
  })

export const unsupportedError = (operator: string, details: string): GraphError =>
  new GraphError('autodiff/unsupported', `${operator} is not supported in this form.`, { details })
