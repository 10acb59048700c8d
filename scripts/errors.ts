import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorsPage } from './docs/errorCodes.ts'
import { productErrorCodes } from './docs/productErrorCodes.ts'
import { ROOT } from './test/command.ts'

/** Writes docs/errors.md from the sources. */
writeFileSync(join(ROOT, 'docs', 'errors.md'), errorsPage(productErrorCodes()))
