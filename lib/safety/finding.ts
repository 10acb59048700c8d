export type WeightsFindingKind =
  /** A value is no number. */
  | 'not-finite'
  /** Neurons of one layer look in the same direction. */
  | 'repeated-rows'
  /** Neurons that look in the same direction, with thresholds side by side; or thresholds like a staircase. */
  | 'paired-biases'
  /** Neurons whose positive weights are a scaled copy of their negative ones. */
  | 'trap-rows'
  /** Neurons of the first layer that pass one input on. */
  | 'input-copying'
  /** Weights far outside what initialisation and training give. */
  | 'scale'
  /** Further from an earlier signed round than averaged, clipped updates could go. */
  | 'jump'

export type TermsFindingKind =
  /** So few examples a step that a neuron often sees one of them alone. */
  | 'small-batch'
  /** Far more neurons in the first layer than examples behind one update. */
  | 'wide-layer'
  /** Far more parameters than numbers in the data. */
  | 'large-model'
  /** Steps so small that they add up to one, or so large that only the first counts. */
  | 'learning-rate'
  /** More multiply-adds in a round than a device is lent for. */
  | 'compute'
  /** More bytes at once than a page of the browser has. */
  | 'memory'

/** Something in a task that training honestly does not need. */
export interface Finding<K extends string = WeightsFindingKind | TermsFindingKind> {
  readonly kind: K
  /** The parameter, or the field of the task, that it was found in. */
  readonly where: string
  /** How strong: neurons, a multiple of what is allowed, or what `sentence` says. */
  readonly strength: number
  /** For the person, in plain words. */
  readonly sentence: string
}
