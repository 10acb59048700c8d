import { parseArgs } from 'node:util'
import { buildExtension } from '../scripts/local/build.ts'
import { walkJourney } from '../scripts/local/journey.ts'
import { startWorld } from '../scripts/local/world.ts'

/** One contributor's whole way from install to payment, in Chromium. `--engine webgpu|wasm`, `--rounds N`, `--json`. */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'wasm' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
await buildExtension()
const world = await startWorld({ mode: 'private', rounds: Number(values.rounds), contributors: 1 })
try {
  const report = await walkJourney({
    world,
    engine: values.engine === 'webgpu' ? 'webgpu' : 'wasm',
    headless: true,
    ...(values.json ? {} : { onStep: (words: string) => console.error(words) }),
  })
  console.log(JSON.stringify(report))
} finally {
  await world.stop()
}
