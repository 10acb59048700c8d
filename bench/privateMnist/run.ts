/** What a run is given; all of it public. */
export interface RunTerms {
  readonly epochs: number
  readonly expectedBatch: number
  readonly noiseMultiplier: number
  readonly clipNorm: number
  readonly learningRate: number
  readonly momentum: number
}

export interface EpochLine {
  readonly epoch: number
  readonly steps: number
  /** On the 10,000 images of the test set. */
  readonly accuracy: number
  readonly seconds: number
}

/** What the page offers to whoever drives it. */
export interface PrivateMnistPage {
  /** Trains on all 60,000 images of the training set; tells after each epoch. Resolves to the number of parameters. */
  train(terms: RunTerms): Promise<number>
}

/** Steps that make an epoch: a Poisson sample has no end, so as many as see each image once on average, rounded up. */
export const stepsPerEpoch = (images: number, expectedBatch: number): number =>
  Math.ceil(images / expectedBatch)
