import { buildExtension, EXTENSION_FOLDER } from './local/build.ts'

await buildExtension()
console.log(`The extension is in ${EXTENSION_FOLDER}`)
