import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../scripts/test/command.ts'
import { CATEGORIES, DPV_VERSION, PURPOSES } from './table.ts'

/** What W3C published, one short name a line. */
const TABLE = `lib/vocabulary/published/dpv-${DPV_VERSION}.txt`
const published = new Set(readFileSync(join(ROOT, TABLE), 'utf8').trim().split('\n'))

const SPACES: Readonly<Record<string, string>> = {
  'https://w3id.org/dpv#': 'dpv:',
  'https://w3id.org/dpv/pd#': 'pd:',
  'https://w3id.org/dpv/ai#': 'ai:',
  'https://w3id.org/dpv/standards/ieee/7012#': 'ieee-7012:',
}

/** Profiles of TS 27560 that W3C's guide names (guides/consent-27560.html, "Profiles"). */
const PROFILES = [
  'https://w3id.org/dpv/schema/dpv-27560#record',
  'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr',
  'https://w3id.org/dpv/schema/dpv-27560#receipt-record',
  'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr',
]

/** Documents of the vocabulary, as opposed to terms in it. */
const DOCUMENTS = ['https://w3id.org/dpv', 'https://w3id.org/dpv/guides/consent-27560']

/** Terms that stand for ones that do not exist, in tests of what happens then. */
const MADE_UP = ['Nonsense', 'NoTermOfTheVocabulary', 'NoSuchThing', 'WorldDomination']

const TERM = /(?<![\w:/#-])(dpv|pd|ai|ieee-7012):([A-Za-z][\w-]*)/g
const IRI = /https:\/\/w3id\.org\/dpv[\w#/-]*/g

const isKnown = (term: string): boolean => published.has(term) || MADE_UP.includes(term.split(':')[1] ?? '')

const isKnownIri = (iri: string): boolean => {
  if (DOCUMENTS.includes(iri) || PROFILES.includes(iri)) return true
  const space = iri.slice(0, iri.indexOf('#') + 1)
  const prefix = SPACES[space]
  return prefix !== undefined && (iri === space || isKnown(prefix + iri.slice(space.length)))
}

/** Terms and IRIs of a text that W3C did not publish. */
const unknownIn = (text: string): string[] => [
  ...[...text.matchAll(TERM)].map(([term]) => term).filter((term) => !isKnown(term)),
  ...[...text.matchAll(IRI)].map(([iri]) => iri).filter((iri) => !isKnownIri(iri)),
]

const sources = execFileSync(
  'git',
  ['ls-files', '--', 'lib', 'components', 'coordinator', 'entrypoints', 'scripts', 'e2e', 'bench', 'docs'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => /\.(tsx?|mjs|json|md|html|sol)$/.test(path))

/** A file that is in the index and not on disk is about to go. */
const textOf = (path: string): string => {
  try {
    return readFileSync(join(ROOT, path), 'utf8')
  } catch {
    return ''
  }
}

describe('the published vocabulary', () => {
  it('has every term and every IRI that the sources use', () => {
    expect(sources.length).toBeGreaterThan(300)
    const unknown = sources.flatMap((path) => unknownIn(textOf(path)).map((term) => `${path}: ${term}`))
    expect(unknown.filter((line) => !line.startsWith('lib/vocabulary/published.test.ts'))).toEqual([])
  })

  it('has every term of the table that decisions use', () => {
    const used = [PURPOSES, CATEGORIES].flatMap((table) =>
      Object.entries(table).flatMap(([term, { parents }]) => [term, ...parents]),
    )
    expect(used.length).toBeGreaterThan(500)
    expect(used.filter((term) => !published.has(term))).toEqual([])
  })

  it('does not have terms and IRIs that nobody published', () => {
    expect(
      unknownIn(
        "'dpv:ScientificReserch' https://w3id.org/dpv#Purpos https://w3id.org/dpv/pd#Picture https://w3id.org/dpv/tech#Nothing",
      ),
    ).toEqual(['dpv:ScientificReserch', 'https://w3id.org/dpv#Purpos', 'https://w3id.org/dpv/tech#Nothing'])
  })
})
