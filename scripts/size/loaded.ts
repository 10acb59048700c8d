import { readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { parseSync } from 'oxc-parser'

/** Scripts that one built script names in `… from`: what has to be there before it runs. Relative to itself. */
const importsOf = (path: string): readonly string[] => {
  const { staticImports, staticExports } = parseSync(path, readFileSync(path, 'utf8')).module
  const passedOn = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest))
  return [...staticImports.map(({ moduleRequest }) => moduleRequest), ...passedOn].flatMap((request) =>
    request === null ? [] : [request.value],
  )
}

/** Scripts and styles of a built page. From the root of the extension. */
const assetsOf = (html: string): readonly string[] =>
  [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => path!)

/**
 * Everything that a built page or script needs before it can begin, itself excepted where it is a page: its static imports,
 * and theirs. What it imports later, when something is asked of it, does not count.
 *
 * @param folder the built extension
 * @param entry a file in it: `prompt.html`, `background.js`
 * @returns paths from `folder`, sorted
 * @throws where the entry or a script that it names is not there
 */
export const loadedBy = (folder: string, entry: string): readonly string[] => {
  const found = new Set<string>()
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    if (!file.endsWith('.js')) return
    const path = join(folder, file)
    for (const specifier of importsOf(path))
      visit(
        normalize(
          specifier.startsWith('/') ? specifier.slice(1) : relative(folder, join(dirname(path), specifier)),
        ),
      )
  }
  if (entry.endsWith('.html'))
    for (const asset of assetsOf(readFileSync(join(folder, entry), 'utf8'))) visit(asset)
  else visit(entry)
  return [...found].toSorted()
}
