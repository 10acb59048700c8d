/** A value of JSON-LD, as these documents use it. */
export type JsonLd =
  | string
  | number
  | boolean
  | readonly JsonLd[]
  | { readonly [key: string]: JsonLd | undefined }

const reference = { '@type': '@id' } as const

/**
 * What the short names mean. It stands in every document, so that nobody has to fetch anything to read one. Properties
 * whose values are terms or identifiers say so; every other value is text or a number.
 */
export const CONTEXT = {
  dct: 'http://purl.org/dc/terms/',
  schema: 'https://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  ai: 'https://w3id.org/dpv/ai#',
  'dct:conformsTo': reference,
  'skos:broader': reference,
  'dpv:hasDataSubject': reference,
  'dpv:hasDataController': reference,
  'dpv:hasPurpose': reference,
  'dpv:hasProcessing': reference,
  'dpv:hasNecessity': reference,
  'dpv:hasLocation': reference,
  'dpv:hasLegalBasis': reference,
  'dpv:isIndicatedBy': reference,
  'dpv:isExercisedAt': reference,
} as const

/** A moment in seconds since 1970, as ISO 8601 in UTC. */
export const instant = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
