/** One picture as decoded at import. */
export interface ImageRecord {
  readonly kind: 'image'
  readonly width: number
  readonly height: number
  /** 1 grey, 3 RGB. */
  readonly channels: number
  /** `[height, width, channels]`, 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly label: string
}

/** One row. A field is text or a finite number; a cell that was empty has no entry. */
export interface TableRecord {
  readonly kind: 'table'
  readonly values: Readonly<Record<string, string | number>>
}

/** What a record becomes: features, or words as whole numbers. */
export type Numbers = Float32Array | Int32Array

export type VaultRecord = ImageRecord | TableRecord
