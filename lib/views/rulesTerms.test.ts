import { describe, expect, it } from 'vitest'
import { CATEGORIES, PURPOSES } from '../vocabulary/table.ts'
import { coveredBy, pathsAbove, type TermNode, termRows, termTree } from './rulesTerms.ts'

const all = (nodes: readonly TermNode[]): readonly TermNode[] =>
  nodes.flatMap((node) => [node, ...all(node.children)])
const NONE = new Set<string>()

describe('the tree of terms', () => {
  it('holds every term of the vocabulary, under each of its broader ones', () => {
    for (const [vocabulary, table] of [
      ['purposes', PURPOSES],
      ['categories', CATEGORIES],
    ] as const) {
      const nodes = all(termTree(vocabulary))
      expect(new Set(nodes.map(({ term }) => term))).toEqual(new Set(Object.keys(table)))
      expect(new Set(nodes.map(({ path }) => path)).size).toBe(nodes.length)
    }
    const research = all(termTree('purposes')).filter(({ term }) => term === 'dpv:CommercialResearch')
    expect(research.map(({ path }) => path)).toEqual([
      '/dpv:CommercialPurpose/dpv:CommercialResearch',
      '/dpv:ResearchAndDevelopment/dpv:CommercialResearch',
    ])
  })

  it('marks special categories, and nothing else', () => {
    const special = all(termTree('categories')).filter(({ isSpecial }) => isSpecial)
    expect(special.map(({ term }) => term)).toContain('pd:MedicalHealth')
    expect(special.map(({ term }) => term)).not.toContain('pd:Picture')
    expect(all(termTree('purposes')).some(({ isSpecial }) => isSpecial)).toBe(false)
  })

  it('shows what is open, and what is searched with what leads to it', () => {
    expect(termRows('purposes', '', NONE).every(({ level }) => level === 1)).toBe(true)
    const open = termRows('purposes', '', new Set(['/dpv:ResearchAndDevelopment']))
    expect(open.filter(({ level }) => level === 2).map(({ term }) => term)).toContain('dpv:AcademicResearch')
    expect(termRows('purposes', 'academic RESEARCH', NONE).map(({ term }) => term)).toEqual([
      'dpv:ResearchAndDevelopment',
      'dpv:AcademicResearch',
    ])
    expect(termRows('categories', 'pd:Picture', NONE).map(({ term }) => term)).toContain('pd:Picture')
    expect(termRows('categories', 'no such thing', NONE)).toEqual([])
  })

  it('opens the places of what is chosen', () => {
    expect(pathsAbove('purposes', ['dpv:CommercialResearch'])).toEqual(
      new Set(['/dpv:CommercialPurpose', '/dpv:ResearchAndDevelopment']),
    )
  })
})

describe('a term below a chosen one', () => {
  it('is covered by it, and never by itself', () => {
    const chosen = ['dpv:ResearchAndDevelopment', 'dpv:Marketing']
    expect(coveredBy('dpv:AcademicResearch', chosen)).toBe('dpv:ResearchAndDevelopment')
    expect(coveredBy('dpv:ResearchAndDevelopment', chosen)).toBeUndefined()
    expect(coveredBy('dpv:CustomerCare', chosen)).toBeUndefined()
  })
})
