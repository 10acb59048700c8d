import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const gzipBytes = (path: string): number =>
  existsSync(path) ? gzipSync(readFileSync(path), { level: 9 }).length : 0

export interface InjectedBytes {
  /** The page's own world: what is in every page, and what a site with a rule gets besides. */
  readonly mainWorldGzipBytes: number
  readonly relayGzipBytes: number
}

/** What the extension in `folder` puts into other people's pages. */
export const injectedBytes = (folder: string): InjectedBytes => {
  const bytes = (name: string) => gzipBytes(join(folder, 'content-scripts', `${name}.js`))
  return { mainWorldGzipBytes: bytes('inpage') + bytes('gate'), relayGzipBytes: bytes('relay') }
}
