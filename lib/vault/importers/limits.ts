/** What one import may hold. Compressed files count at their full size, so that a zip bomb stops at the same line. */
export const LIMITS = {
  files: 200_000,
  /** All files together, unpacked. */
  totalBytes: 4 * 2 ** 30,
  imageBytes: 64 * 2 ** 20,
  /** Width times height, before it is scaled down. */
  imagePixels: 50_000_000,
  idxBytes: 1 * 2 ** 30,
  csvBytes: 64 * 2 ** 20,
  csvColumns: 4096,
  /** Of a label or a field's name: characters. As long as a task can name. */
  nameLength: 128,
  labels: 10_000,
  records: 10_000_000,
  /** Longest side of a stored image: no task can ask for more. */
  imageSide: 512,
} as const
