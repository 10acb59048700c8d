import { walkJourney } from '../scripts/local/journey.ts'
import { expect, test } from './fixtures/test.ts'

/** WebGPU is emulated here, at some 300 ms a step. */
const WALKS = [
  { engine: 'wasm', rounds: 3 },
  { engine: 'webgpu', rounds: 1 },
] as const

for (const { engine, rounds } of WALKS)
  test(`a contributor installs, agrees, trains on ${engine} and is paid what the acceptances say`, async ({
    newWorld,
  }, testInfo) => {
    const world = await newWorld({ mode: 'private', rounds, contributors: 1 })
    const report = await walkJourney({
      world,
      engine,
      headless: true,
      ...(engine === 'wasm' ? { screenshots: testInfo.outputPath('screenshots') } : {}),
    })
    const { reward, training } = world.task.manifest
    expect(report.engine).toBe(engine)
    expect(report.steps).toBe(rounds * training.localSteps)
    expect(report.paid).toBe(String(BigInt(reward.perContribution) * BigInt(rounds)))
    expect(report.owed).toBe(report.paid)
    expect((await world.status()).owed).toBe(report.owed)
    expect(report.epsilon).toBeGreaterThan(0)
    expect(report.epsilon).toBeLessThan(8)
  })
