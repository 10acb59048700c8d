import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { Engine } from './browser.ts'
import { openOwnPage } from './browser.ts'
import { allAccepted, allow, ask, type Contributor, launchContributor, onboard } from './contributor.ts'
import { readFigures } from './figures.ts'
import type { World } from './world.ts'

/** The walk's figures: times in milliseconds, amounts in base units of the token. */
export interface JourneyReport {
  readonly installToPaidMs: number
  readonly requestToPromptMs: number
  readonly trainMs: number
  readonly steps: number
  readonly engine: string
  readonly paid: string
  readonly owed: string
  readonly epsilon: number
}

export interface JourneyOptions {
  readonly world: World
  readonly engine: Engine
  readonly headless: boolean
  /** Folder for screenshots; none are taken without it. */
  readonly screenshots?: string
  /** Hears of every step as it is done, with its figures. */
  readonly onStep?: (words: string) => void
}

/** Images in the vault of the one contributor: as many as one of the five in the federated test. */
const SHARD = 600
const ROUND_MS = 60_000

/** The dashboard's pages, each looked at. */
const tour = async ({ own, browser }: Contributor, shot: (name: string, page: Page) => Promise<void>) => {
  await own.setViewportSize({ width: 1280, height: 800 })
  for (const name of ['earnings', 'contributions', 'training', 'vault', 'activity']) {
    await own.goto(`chrome-extension://${browser.extensionId}/dashboard.html#/${name}`)
    await expect(own.getByRole('heading', { level: 1 })).toBeVisible()
    await shot(`dashboard-${name}`, own)
  }
}

/**
 * One contributor's whole way, in a real browser with the production build: onboarding, one signature, data in the vault, a
 * request, the prompt, training, acceptance, payment. Throws where a step does not come about.
 */
export const walkJourney = async (options: JourneyOptions): Promise<JourneyReport> => {
  const { world, engine, headless, screenshots, onStep = () => undefined } = options
  const shot = async (name: string, page: Page) => {
    if (screenshots === undefined) return
    await mkdir(screenshots, { recursive: true })
    await page.screenshot({ path: join(screenshots, `${name}.png`) })
  }
  const [account] = world.contributors
  if (account === undefined) throw new Error('This world has no contributor.')
  const { rounds } = world.task.manifest.schedule
  const shard = await world.writeShard({ name: 'journey', count: SHARD })
  const before = await world.balanceOf(account.address)
  const start = performance.now()
  const since = () => Math.round(performance.now() - start)

  const person = await launchContributor({ world, account, engine, headless })
  try {
    const onboarding = await onboard(person, shard)
    await shot('onboarding', onboarding)
    onStep(
      `onboarding done at ${since()} ms: wallet ${account.address} connected with one signature, ${SHARD} digits in the vault`,
    )

    const { dapp, prompt, requestToPromptMs } = await ask(person, world.dapp.url)
    onStep(`Digit Lab asked; the prompt was there after ${Math.round(requestToPromptMs)} ms`)
    await prompt.setViewportSize({ width: 420, height: 720 })
    await shot('prompt', prompt)
    await allow(prompt)
    onStep(`allowed at ${since()} ms`)

    const popup = await openOwnPage(person.browser, '/popup.html')
    await popup.setViewportSize({ width: 360, height: 600 })
    await expect(popup.getByText('Training for')).toBeVisible({ timeout: ROUND_MS })
    await shot('training', popup)
    await allAccepted(dapp, rounds, ROUND_MS)
    const figures = await readFigures(person.own)
    onStep(
      `${rounds} rounds accepted at ${since()} ms: ${figures.steps} steps on ${figures.engine} in ${Math.round(figures.trainMs)} ms, ε ${figures.epsilon.toFixed(2)}`,
    )

    await expect(popup.locator('[data-figure="paid"]')).toHaveAttribute(
      'data-amount',
      figures.owed.toString(),
      {
        timeout: ROUND_MS,
      },
    )
    const installToPaidMs = since()
    const paid = (await world.balanceOf(account.address)) - before
    onStep(
      `paid at ${installToPaidMs} ms: the wallet holds ${paid} more, the acceptances say ${figures.owed}`,
    )
    await shot('popup', popup)
    if (screenshots !== undefined) await tour(person, shot)
    await shot('dapp', dapp)
    return {
      installToPaidMs,
      requestToPromptMs: Math.round(requestToPromptMs),
      trainMs: Math.round(figures.trainMs),
      steps: figures.steps,
      engine: figures.engine,
      paid: paid.toString(),
      owed: figures.owed.toString(),
      epsilon: figures.epsilon,
    }
  } finally {
    await person.close()
  }
}
