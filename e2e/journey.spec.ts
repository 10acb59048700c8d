import { walkJourney } from '../scripts/local/journey.ts'
import { expect, test } from './fixtures/test.ts'

for (const engine of ['wasm', 'webgpu'] as const)
  test(`a contributor installs, agrees, trains on ${engine} and is paid what the acceptances say`, async ({
    newWorld,
  }, testInfo) => {
    const world = await newWorld({ mode: 'private', rounds: 2, contributors: 1 })
    const report = await walkJourney({
      world,
      engine,
      headless: true,
      screenshots: testInfo.outputPath('screenshots'),
    })
    expect(report.engine).toBe(engine)
    expect(report.steps).toBe(2 * world.task.manifest.training.localSteps)
    expect(report.paid).toBe('40000')
    expect(report.owed).toBe(report.paid)
    expect((await world.status()).owed).toBe(report.owed)
    expect(report.epsilon).toBeGreaterThan(0)
    expect(report.epsilon).toBeLessThan(8)
  })
