import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../test/command.ts'
import { type ErrorCodeUse, errorCodesIn } from './errorCodes.ts'

const FOLDERS = ['coordinator', 'entrypoints', 'lib']
const IS_PRODUCT = /^(?!.*(\.(test|test-d|fixture|conformance)\.tsx?$|\/testing\/)).*\.tsx?$/

/** The error codes of everything that people run. */
export const productErrorCodes = (): ErrorCodeUse[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => IS_PRODUCT.test(path))
      .sort()
      .flatMap((path) => errorCodesIn(path, readFileSync(join(ROOT, path), 'utf8'))),
  )
