import type { Plugin } from 'vite'

/** As much of Rolldown's own as is used here. */
interface Modules {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null
}

const WORKER = /\/entrypoints\/background\//
const TRAINER = /\/entrypoints\/offscreen\//
const PROMPT = /\/entrypoints\/prompt\//
/** Of other libraries each entry has a part of its own: what is shared of them stays as Rolldown cuts it. */
const GROUPED =
  /\/(?:lib|components)\/|\/node_modules\/(?:react|react-dom|scheduler|idb)\/|virtual:wxt|vite\/preload-helper/

type Entries = (id: string, modules: Modules) => ReadonlySet<string>

/** The pages, or worker, that need a module before they begin. */
const createEntriesOf = (): Entries => {
  const known = new Map<string, ReadonlySet<string>>()
  return (id, modules) => {
    const found = known.get(id)
    if (found !== undefined) return found
    const entries = new Set<string>()
    const seen = new Set<string>()
    const visit = (at: string): void => {
      if (seen.has(at)) return
      seen.add(at)
      const info = modules.getModuleInfo(at)
      if (info?.isEntry === true) entries.add(at)
      for (const importer of info?.importers ?? []) visit(importer)
    }
    visit(id)
    known.set(id, entries)
    return entries
  }
}

/** What the prompt shares with the worker or the trainer's document, and what with pages alone; null for all else. */
const chunkName = (entriesOf: Entries) => (id: string, modules: Modules) => {
  if (!GROUPED.test(id)) return null
  const entries = [...entriesOf(id, modules)]
  if (entries.length < 2 || !entries.some((entry) => PROMPT.test(entry))) return null
  return entries.some((entry) => WORKER.test(entry) || TRAINER.test(entry)) ? 'core' : 'pages'
}

/**
 * Somebody waits for the prompt, and every script that it loads costs over a millisecond, however small. So what it shares is
 * in two scripts instead of fourteen, neither of which brings the worker or the trainer anything to draw with.
 */
export const promptChunks = (): Plugin => ({
  name: 'prompt-chunks',
  config: ({ build }) => {
    // Content scripts are built one by one, each into one file.
    if (build?.lib) return undefined
    const groups = [{ name: chunkName(createEntriesOf()), includeDependenciesRecursively: false }]
    return {
      build: {
        rolldownOptions: {
          preserveEntrySignatures: 'allow-extension',
          output: { codeSplitting: { groups } },
        },
      },
    }
  },
})
