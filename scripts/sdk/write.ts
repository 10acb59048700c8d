import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../test/command.ts'
import { bundleSdk } from './bundle.ts'
import { writeTypes } from './types.ts'

/** Writes the package that dApps install into `folder`, which is emptied first. */
export const writeSdk = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'proviso.js'), await bundleSdk('es'))
  await writeFile(join(folder, 'proviso.script.js'), await bundleSdk('iife'))
  await writeTypes(folder)
  for (const file of ['package.json', 'README.md'])
    await copyFile(join(ROOT, 'lib', 'sdk', file), join(folder, file))
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
}
