import { signedTask } from '../../lib/consent/task.fixture.ts'
import type { SignedTask } from '../../lib/protocol/task.ts'
import { overOwnPort, refuse, requestsOf, waitingOf } from './hostility.ts'
import { call, settled } from './page.ts'
import { expect, test } from './realWorld.ts'

// Pages that ask too much, against the production build with its own worker. Each test has sites of its own.

let task: SignedTask
test.beforeAll(async () => {
  task = await signedTask()
})

test('50 MB and cycles are refused before they cost the worker anything, by our script and by its relay', async ({
  world,
}) => {
  const page = await world.open('http://large.test/')
  const codes = await page.evaluate(async () => {
    const provider = findProvider()
    const cycle: unknown[] = []
    cycle.push({ again: cycle })
    const all = [['x'.repeat(50_000_000)], new Array(50_000_000), cycle]
    const byProvider = await Promise.all(
      all.map((params) =>
        provider.request({ method: 'dataUse_getGrants', params }).catch(({ code }: { code: number }) => code),
      ),
    )
    const { port1, port2 } = new MessageChannel()
    window.postMessage('data-use:port', '*', [port2])
    const byPort = await new Promise<number[]>((resolve) => {
      const heard: number[] = []
      port1.onmessage = ({ data }) => {
        if ('error' in data) heard.push(data.error.code)
        if (heard.length === 2) resolve(heard)
      }
      port1.postMessage({ id: 'large', method: 'dataUse_getGrants', params: all[0] })
      port1.postMessage({ id: 'cycle', method: 'dataUse_getGrants', params: cycle })
    })
    return { byProvider, byPort }
  })
  expect(codes).toEqual({ byProvider: [-32602, -32602, -32602], byPort: [-32602, -32602] })
})

test('10,000 requests in a loop: a few get through, all are answered, and nobody else waits for it', async ({
  world,
}) => {
  const origin = 'http://flood.test'
  const page = await world.open(`${origin}/`)
  const other = await world.open('http://bystander.test/')
  const flood = page.evaluate(
    async ([real]) => {
      const provider = findProvider()
      const codes: Record<string, number> = {}
      const count = (code: number | string) => {
        codes[code] = (codes[code] ?? 0) + 1
      }
      const asked = Array.from({ length: 10_000 }, (_, index) =>
        provider
          .request(
            index % 2 === 0 ? { method: 'dataUse_getGrants' } : { method: 'dataUse_request', params: [real] },
          )
          .then(
            () => count('result'),
            ({ code }: { code: number }) => count(code),
          ),
      )
      let ticks = 0
      // The page's own work goes on: messages of its own arrive among the answers.
      const own = new MessageChannel()
      own.port1.onmessage = () => {
        ticks += 1
        if (ticks < 20) own.port2.postMessage(null)
      }
      own.port2.postMessage(null)
      Object.assign(globalThis, { codes })
      await new Promise<void>((resolve) => {
        const look = () => (ticks >= 20 ? resolve() : setTimeout(look))
        look()
      })
      void asked
      return ticks
    },
    [task] as [SignedTask],
  )
  await call(other, 'fine', { method: 'dataUse_getGrants' })
  expect(await settled(other, 'fine')).toEqual({ times: 1, result: [] })
  expect(await flood).toBe(20)
  const request = await waitingOf(world, origin)
  await refuse(world, request.id)
  const total = () =>
    page.evaluate(() =>
      Object.values((globalThis as unknown as { codes: Record<string, number> }).codes).reduce(
        (a, b) => a + b,
        0,
      ),
    )
  await expect.poll(total).toBe(10_000)
  const codes = await page.evaluate(() => (globalThis as unknown as { codes: Record<string, number> }).codes)
  expect(codes).toEqual({ result: 16, 4001: 1, '-32002': 15, '-32005': 9968 })
  expect(await requestsOf(world, origin)).toHaveLength(1)
})

test('10,000 requests past our own script stop at the relay, the same way', async ({ world }) => {
  const page = await world.open('http://rawflood.test/')
  const messages = Array.from({ length: 10_000 }, (_, index) => ({
    id: `r${index}`,
    method: 'dataUse_getGrants',
  }))
  const answers = await overOwnPort(page, messages, 10_000)
  expect(new Set(answers.map(({ id }) => id)).size).toBe(10_000)
  const refused = answers.filter(({ code }) => code === -32005)
  expect(refused.length).toBeGreaterThan(9000)
  expect(answers.length - refused.length).toBeLessThanOrEqual(400)
})

test('a page that asks on and on, one after the other, is slowed down, and another page is not', async ({
  world,
}) => {
  const page = await world.open('http://fast.test/')
  const codes = await page.evaluate(async () => {
    const provider = findProvider()
    const lane = async (): Promise<number | undefined> => {
      for (let index = 0; index < 2000; index++) {
        const code = await provider.request({ method: 'dataUse_getGrants' }).then(
          () => 0,
          (error: { code: number }) => error.code,
        )
        if (code !== 0) return code
      }
      return undefined
    }
    return Promise.all(Array.from({ length: 16 }, lane))
  })
  expect(new Set(codes)).toEqual(new Set([-32005]))
  const other = await world.open('http://slow.test/')
  await call(other, 'fine', { method: 'dataUse_getGrants' })
  expect(await settled(other, 'fine')).toMatchObject({ times: 1, result: [] })
})

test('a page that was refused three times in a row may not ask for a while, unless the person lets it', async ({
  world,
}) => {
  const origin = 'http://pushy.test'
  const page = await world.open(`${origin}/`)
  const ask = async (name: string) => call(page, name, { method: 'dataUse_request', params: [task] })
  for (const name of ['one', 'two', 'three']) {
    await ask(name)
    await refuse(world, (await waitingOf(world, origin)).id)
    expect(await settled(page, name)).toMatchObject({ error: { code: 4001 } })
  }
  await ask('four')
  const { error } = await settled(page, 'four')
  expect(error).toMatchObject({ code: -32005, message: expect.stringContaining('Wait for a minute') })
  expect(await requestsOf(world, origin)).toHaveLength(3)
  await world.command('site.unpause', { origin })
  await ask('five')
  await refuse(world, (await waitingOf(world, origin)).id)
  expect(await settled(page, 'five')).toMatchObject({ error: { code: 4001 } })
})

test('a site that is switched off is refused as any other, nobody is asked, and it still learns its grants', async ({
  world,
}) => {
  const origin = 'http://off.test'
  await world.command('site.set', { origin, change: { off: 'always' } })
  const page = await world.open(`${origin}/`)
  await call(page, 'ask', { method: 'dataUse_request', params: [task] })
  await call(page, 'grants', { method: 'dataUse_getGrants' })
  expect(await settled(page, 'grants')).toEqual({ times: 1, result: [] })
  const other = await world.open('http://on.test/')
  await call(other, 'ask', { method: 'dataUse_request', params: [task] })
  const request = await waitingOf(world, 'http://on.test')
  await refuse(world, request.id)
  const { error: byPerson } = await settled(other, 'ask')
  const { error: byItself } = await settled(page, 'ask')
  expect(byItself).toEqual(byPerson)
  expect(await requestsOf(world, origin)).toMatchObject([{ state: 'answered', decision: { by: 'off' } }])
})
