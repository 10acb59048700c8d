import { CATEGORIES, PURPOSES } from '../vocabulary/table.ts'
import { isSpecial, isWithin, labelOf } from '../vocabulary/terms.ts'

export type Vocabulary = 'purposes' | 'categories'

/** A term at one of its places: a term with several broader ones stands under each. */
export interface TermNode {
  /** The way down to it, which tells its places apart. */
  readonly path: string
  readonly term: string
  readonly label: string
  /** 1 at the top. */
  readonly level: number
  readonly isSpecial: boolean
  readonly children: readonly TermNode[]
}

const TABLES = { purposes: PURPOSES, categories: CATEGORIES }

const byLabel = (a: TermNode, b: TermNode) => a.label.localeCompare(b.label, 'en')

const build = (vocabulary: Vocabulary): readonly TermNode[] => {
  const table = TABLES[vocabulary]
  const below = new Map<string, string[]>()
  const tops: string[] = []
  for (const [term, { parents }] of Object.entries(table)) {
    const known = parents.filter((parent) => Object.hasOwn(table, parent))
    if (known.length === 0) tops.push(term)
    for (const parent of known) below.set(parent, [...(below.get(parent) ?? []), term])
  }
  const node = (term: string, above: string, level: number): TermNode => {
    const path = `${above}/${term}`
    return {
      path,
      term,
      level,
      label: labelOf(term),
      isSpecial: vocabulary === 'categories' && isSpecial(term),
      children: (below.get(term) ?? []).map((child) => node(child, path, level + 1)).sort(byLabel),
    }
  }
  return tops.map((term) => node(term, '', 1)).sort(byLabel)
}

const trees = new Map<Vocabulary, readonly TermNode[]>()

/** The vocabulary as a tree, by label. */
export const termTree = (vocabulary: Vocabulary): readonly TermNode[] => {
  const before = trees.get(vocabulary)
  if (before !== undefined) return before
  const tree = build(vocabulary)
  trees.set(vocabulary, tree)
  return tree
}

/** As typed or pasted: `pd:Picture`, "picture", in any case. */
const matches = ({ label, term }: TermNode, words: readonly string[]) => {
  const text = `${label} ${term}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** Only what matches, with what leads to it. A match keeps what is below it out of the way, unless that matches too. */
const pruned = (nodes: readonly TermNode[], words: readonly string[]): readonly TermNode[] =>
  nodes.flatMap((node) => {
    const children = pruned(node.children, words)
    return children.length > 0 || matches(node, words) ? [{ ...node, children }] : []
  })

/** The rows of a tree from top to bottom: all that match `search`, or else all whose parents are open. */
export const termRows = (
  vocabulary: Vocabulary,
  search: string,
  open: ReadonlySet<string>,
): readonly TermNode[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isSearching = words.length > 0
  const rows = (nodes: readonly TermNode[]): readonly TermNode[] =>
    nodes.flatMap((node) => [node, ...(isSearching || open.has(node.path) ? rows(node.children) : [])])
  return rows(isSearching ? pruned(termTree(vocabulary), words) : termTree(vocabulary))
}

/** The places above the chosen terms, to be open from the start. */
export const pathsAbove = (vocabulary: Vocabulary, chosen: readonly string[]): ReadonlySet<string> => {
  const paths = new Set<string>()
  const walk = (node: TermNode): boolean => {
    const has = node.children.map(walk).includes(true)
    if (has) paths.add(node.path)
    return has || chosen.includes(node.term)
  }
  for (const node of termTree(vocabulary)) walk(node)
  return paths
}

/** The chosen term that covers this one, other than itself. */
export const coveredBy = (term: string, chosen: readonly string[]): string | undefined =>
  chosen.find((other) => other !== term && isWithin(term, other))
