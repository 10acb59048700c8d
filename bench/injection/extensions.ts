import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXTENSION_FOLDER } from '../../scripts/local/build.ts'
import { ROOT } from '../../scripts/test/command.ts'

const EVERYWHERE = {
  matches: ['http://*/*', 'https://*/*'],
  all_frames: true,
  match_origin_as_fallback: true,
  run_at: 'document_start',
}

/** What any extension of this kind costs: one empty script in each world of every frame. No worker, no permissions. */
const CONTROL_MANIFEST = {
  manifest_version: 3,
  name: 'Control',
  version: '1.0',
  content_scripts: [
    { ...EVERYWHERE, js: ['inpage.js'], world: 'MAIN' },
    { ...EVERYWHERE, js: ['relay.js'] },
  ],
}

export interface Extensions {
  readonly proviso: string
  readonly control: string
  remove(): Promise<void>
}

/** Copies: a build that somebody starts meanwhile changes nothing of what is measured. The trainer's runtime is left out. */
export const prepareExtensions = async (built = EXTENSION_FOLDER): Promise<Extensions> => {
  const base = join(ROOT, '.proviso')
  await mkdir(base, { recursive: true })
  const folder = await mkdtemp(join(base, 'injection-'))
  const proviso = join(folder, 'proviso')
  const control = join(folder, 'control')
  await cp(built, proviso, { recursive: true, filter: (path) => !path.startsWith(join(built, 'ort')) })
  await mkdir(control)
  await writeFile(join(control, 'manifest.json'), JSON.stringify(CONTROL_MANIFEST))
  await writeFile(join(control, 'inpage.js'), '')
  await writeFile(join(control, 'relay.js'), '')
  return { proviso, control, remove: () => rm(folder, { recursive: true, force: true }) }
}
