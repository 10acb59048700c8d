import type { Plugin } from 'vite'

/**
 * Names every script that a page of ours needs in its HTML, so that the browser reads them side by side: otherwise each
 * import is found only when the script before it was parsed. Vite's own (`build.modulePreload`) would also load what pages
 * import later, by a helper that is put in the worker too, where there is no document.
 */
export const preloadChunks = (): Plugin => ({
  name: 'preload-chunks',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { chunk, bundle }) => {
      const found = new Set<string>()
      const visit = (names: readonly string[]): void => {
        for (const name of names) {
          if (found.has(name)) continue
          found.add(name)
          const imported = bundle?.[name]
          if (imported?.type === 'chunk') visit(imported.imports)
        }
      }
      visit(chunk?.imports ?? [])
      return [...found].map((name) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${name}` },
        injectTo: 'head',
      }))
    },
  },
})
