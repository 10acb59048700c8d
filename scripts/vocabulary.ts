import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { ROOT } from './test/command.ts'

/**
 * Writes `lib/vocabulary/published/dpv-2.3.txt` and `lib/vocabulary/table.ts` from the published W3C Data Privacy
 * Vocabulary: `node scripts/vocabulary.ts FOLDER`, where FOLDER is `2.3/` of https://github.com/w3c/dpv. Run by hand when the
 * version changes; a change of version is a change of what people's rules mean.
 */
const VERSION = '2.3'
const SPACES = {
  'https://w3id.org/dpv/pd#': 'pd:',
  'https://w3id.org/dpv/ai#': 'ai:',
  'https://w3id.org/dpv/standards/ieee/7012#': 'ieee-7012:',
  'https://w3id.org/dpv#': 'dpv:',
}

interface Published {
  readonly iri: string
  readonly label: string
  readonly type: string
  readonly dpvtype: string
  readonly subclassof: string
  readonly hasbroader: string
}

const curie = (iri: string): string | undefined => {
  for (const [space, prefix] of Object.entries(SPACES))
    if (iri.startsWith(space)) return prefix + iri.slice(space.length)
  return undefined
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('node scripts/vocabulary.ts FOLDER-OF-DPV-2.3')
const read = (name: string): Published[] =>
  Papa.parse<Published>(readFileSync(join(folder, `${name}.csv`), 'utf8').trim(), { header: true }).data
const terms = ['dpv/dpv', 'pd/pd', 'ai/ai', 'standards/ieee/7012/ieee-7012']
  .flatMap(read)
  .filter(({ iri }) => curie(iri) !== undefined)
const idOf = ({ iri }: Published): string => curie(iri) ?? iri

const isPurpose = (term: Published) =>
  idOf(term).startsWith('dpv:') && term.dpvtype.split(';').includes('https://w3id.org/dpv#Purpose')
const isCategory = (term: Published) => idOf(term).startsWith('pd:') && term.type === 'class'

const rows = (kept: readonly Published[]): string =>
  kept
    .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .map((term) => {
      const parents = [...term.hasbroader.split(';'), ...term.subclassof.split(';')]
        .map((iri) => curie(iri))
        .filter((parent) => parent !== undefined)
      const list = [...new Set(parents)].map((parent) => `'${parent}'`).join(', ')
      return `  '${idOf(term)}': { label: ${JSON.stringify(term.label)}, parents: [${list}] },\n`
    })
    .join('')

writeFileSync(
  join(ROOT, `lib/vocabulary/published/dpv-${VERSION}.txt`),
  `${terms.map(idOf).toSorted().join('\n')}\n`,
)
writeFileSync(
  join(ROOT, 'lib/vocabulary/table.ts'),
  `// Written by scripts/vocabulary.ts. Derived from the W3C Data Privacy Vocabulary (DPV) ${VERSION}, https://w3id.org/dpv.
// Copyright © 2026 World Wide Web Consortium. https://www.w3.org/copyright/software-license-2023/

export const DPV_VERSION = '${VERSION}'

export interface Term {
  /** In English, as published. */
  readonly label: string
  /** Broader terms. A term may have several. */
  readonly parents: readonly string[]
}

type Table = Readonly<Record<string, Term>>

/** What data are used for: every term of the type \`dpv:Purpose\`. */
export const PURPOSES: Table = {
${rows(terms.filter(isPurpose))}}

/** Categories of personal data: every class of the PD extension. */
export const CATEGORIES: Table = {
${rows(terms.filter(isCategory))}}
`,
)
