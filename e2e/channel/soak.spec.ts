import { randomInt } from 'node:crypto'
import type { Page } from '@playwright/test'
import { signedTask } from '../../lib/consent/task.fixture.ts'
import type { RequestRecord } from '../../lib/db/schema.ts'
import { type Call, drive, type Outcome } from './drive.ts'
import { expect, type RealWorld, test } from './realWorld.ts'
import { createStopper } from './stopper.ts'

/**
 * The worker is stopped at random points while eight frames of several origins make 1,000 requests of the production build.
 * Nothing may be lost, answered twice or shown twice. What is shown is refused by `request.decide`, as the prompt's
 * button does; the pause that refusals bring about is lifted each time by `site.unpause`, as the person can.
 */
const FRAMES = 8
const PER_FRAME = 125
const SHOWN_PER_FRAME = 8
const STOPS_WHILE_ASKING = 20
const STOPS_BETWEEN = 26

/** Mulberry32: small, and good enough to choose moments. */
const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const CHEAP: readonly Omit<Call, 'name'>[] = [
  { method: 'dataUse_getCapabilities', params: undefined },
  { method: 'dataUse_getGrants', params: [] },
  { method: 'dataUse_relinquish', params: ['no such grant'] },
]

/** A task of its own for each request that is shown, told apart by its publisher's name. */
const shownCall = async (name: string): Promise<Call> => {
  const { publisher } = (await signedTask()).manifest
  return {
    name,
    method: 'dataUse_request',
    params: [await signedTask({ publisher: { ...publisher, name } })],
  }
}

const callsOf = async (frame: number): Promise<Call[]> => {
  const shown = Array.from({ length: SHOWN_PER_FRAME }, (_, index) => shownCall(`F${frame}S${index}`))
  const cheap = Array.from({ length: PER_FRAME - SHOWN_PER_FRAME }, (_, index) => ({
    name: `F${frame}C${index}`,
    ...CHEAP[index % CHEAP.length]!,
  }))
  return [...(await Promise.all(shown)), ...cheap]
}

/** Which request each prompt window showed, in order, and how many windows were open at most. */
const watchPrompts = (world: RealWorld) => {
  const open = new Set<Page>()
  const shown: { readonly window: number; readonly name: string }[] = []
  let windows = 0
  let most = 0
  world.browser.context.on('page', (page) => {
    const look = () => {
      if (open.has(page) || page.isClosed() || !page.url().endsWith('/prompt.html')) return
      windows += 1
      open.add(page)
      most = Math.max(most, open.size)
    }
    page.on('framenavigated', look)
    page.on('close', () => open.delete(page))
    look()
  })
  return {
    get figures() {
      return { windows, most }
    },
    shown,
    /** Notes what the window shows now. */
    look: async (): Promise<string | undefined> => {
      const [page] = open
      const heading = await page
        ?.locator('h1 bdi')
        .first()
        .textContent({ timeout: 500 })
        .catch(() => undefined)
      const name = heading ?? undefined
      const last = shown.at(-1)
      if (name !== undefined && (last?.name !== name || last.window !== windows))
        shown.push({ window: windows, name })
      return name
    },
  }
}

test('1,000 requests from eight frames, the worker stopped at random: none lost, none twice, none shown twice', async ({
  world,
}) => {
  const seed = Number(process.env.PROVISO_SEED ?? randomInt(2 ** 31))
  const next = random(seed)
  const started = performance.now()
  const { context } = world.browser
  const settled = new Map<string, Outcome[]>()
  const stopper = await createStopper(world.browser)
  const prompts = watchPrompts(world)

  const total = FRAMES * PER_FRAME
  const moments = new Set<number>()
  while (moments.size < STOPS_BETWEEN) moments.add(Math.floor(next() * (total - 60)))
  const asked = new Set<number>()
  while (asked.size < STOPS_WHILE_ASKING) asked.add(Math.floor(next() * FRAMES * SHOWN_PER_FRAME))
  let settledCount = 0
  let shownAsked = 0
  await context.exposeBinding('note', (_source, kind: 'asked' | 'settled', outcome: Outcome) => {
    if (kind === 'asked') {
      if (!outcome.name.includes('S')) return
      if (asked.has(shownAsked)) void stopper.stop()
      shownAsked += 1
      return
    }
    settled.set(outcome.name, [...(settled.get(outcome.name) ?? []), outcome])
    if (moments.has(settledCount)) void stopper.stop()
    settledCount += 1
  })

  const pages = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name, index) =>
      world.open(`http://${name}.test/?src=http://${index % 2 === 0 ? `in-${name}` : name}.test/`),
    ),
  )
  const frames = pages.flatMap((page) => page.frames())
  expect(frames).toHaveLength(FRAMES)
  const calls = await Promise.all(frames.map((_, index) => callsOf(index)))
  await Promise.all(
    frames.map((frame, index) => drive(frame, index % 2 === 0 ? 'provider' : 'port', calls[index]!)),
  )

  /** A worker that is being stopped may answer nothing; whether it decided is on disk. */
  const refuse = async ({ id, asker }: RequestRecord) => {
    await world.command('request.decide', { requestId: id, effect: 'refuse' }).catch(() => undefined)
    for (const origin of new Set([asker.origin, asker.topOrigin]))
      while (!(await world.command('site.unpause', { origin }).catch(() => undefined))?.ok);
  }
  while (settled.size < total && performance.now() - started < 60_000) {
    const name = await prompts.look()
    const pending = (await world.store('requests')).filter(({ state }) => state === 'pending')
    const seen = pending.filter(({ task }) => task.manifest.publisher.name === name)
    // Now and then all that wait, as from the dashboard: the window closes itself while others ask.
    await Promise.all((next() < 0.5 ? pending : seen).map(refuse))
  }

  const outcomes = [...settled.values()]
  const names = calls.flat().map(({ name }) => name)
  const shownNames = names.filter((name) => name.includes('S'))
  const requests = await world.store('requests')
  const answersTo = (name: string) => requests.filter(({ task }) => task.manifest.publisher.name === name)
  const codes: Record<string, number> = {}
  for (const [{ name, code }] of outcomes.map((all) => all as [Outcome]))
    if (name.includes('S') || code === 4900 || code === -32005)
      codes[code ?? 'result'] = (codes[code ?? 'result'] ?? 0) + 1
  const unseen = requests.filter(({ decision }) => decision?.reason === 'You closed the window.')
  const windowsOf = (name: string) =>
    new Set(prompts.shown.filter((one) => one.name === name).map(({ window }) => window))
  const figures = {
    seed,
    requests: total,
    frames: FRAMES,
    stops: stopper.stops,
    lost:
      names.filter((name) => !settled.has(name)).length +
      outcomes.filter(([one]) => one!.code === 4900).length,
    duplicated: outcomes.filter((all) => all.length > 1).length,
    doubleRecords: shownNames.filter((name) => answersTo(name).length > 1).length,
    doublePrompts: shownNames.filter((name) => windowsOf(name).size > 1).length,
    windowsAtATime: prompts.figures.most,
    windows: prompts.figures.windows,
    refusedUnseen: unseen.length,
    codes,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
  console.log(JSON.stringify({ soak: figures }))
  expect(figures).toMatchObject({
    lost: 0,
    duplicated: 0,
    doubleRecords: 0,
    doublePrompts: 0,
    windowsAtATime: 1,
    refusedUnseen: 0,
    codes: { 4001: shownNames.length },
  })
  expect(Object.keys(codes)).toEqual(['4001'])
  expect(figures.stops).toBeGreaterThanOrEqual(40)
  for (const name of shownNames) expect(answersTo(name)).toHaveLength(1)
})
