import { ProvisoError } from '../../protocol/errors.ts'

/** Where in what the person gave: file, line of a table, byte of a file. */
export interface ImportPlace {
  readonly file?: string
  /** From 1, as editors count. */
  readonly line?: number
  /** From 0. */
  readonly byte?: number
}

const describePlace = ({ file, line, byte }: ImportPlace): string | undefined => {
  const parts = [
    file === undefined ? undefined : `“${file}”`,
    line === undefined ? undefined : `line ${line}`,
    byte === undefined ? undefined : `byte ${byte}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** Files could not be imported, and nothing of them was. Codes: `import/...`. */
export class ImportError extends ProvisoError {
  override name = 'ImportError'
  readonly place: ImportPlace

  constructor(
    situation: string,
    place: ImportPlace,
    what: string,
    options: { readonly todo?: string; readonly cause?: unknown } = {},
  ) {
    const where = describePlace(place)
    super(`import/${situation}`, 'These files cannot be imported.', {
      details: where === undefined ? what : `${where}: ${what}`,
      ...options,
    })
    this.place = place
  }
}
