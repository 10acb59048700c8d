import { stopWorker } from '../../scripts/local/browser.ts'
import { call, settled } from './page.ts'
import { DAPP, expect, OTHER, test } from './world.ts'

const ASK = { method: 'dataUse_request', params: [{ title: 'one' }] }

test('a request reaches the worker with the origin that the browser vouches for, and its answer comes back', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const request = await world.nextRequest()
  expect(request).toMatchObject({
    asker: { origin: DAPP, topOrigin: DAPP, frameId: 0 },
    method: 'dataUse_request',
    params: [{ title: 'one' }],
    replayed: false,
    arrivals: 1,
  })
  const { documentId, requestId } = request.asker
  await world.standIn('answer', documentId, requestId, { result: { id: 'grant' } })
  expect(await settled(page, 'ask')).toEqual({ times: 1, result: { id: 'grant' } })
  await expect.poll(() => world.standIn('undelivered')).toBe(0)
})

test('an error arrives as an Error with the code of EIP-1193', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const { documentId, requestId } = (await world.nextRequest()).asker
  await world.standIn('answer', documentId, requestId, {
    error: { code: 4001, message: 'The request was refused.' },
  })
  expect(await settled(page, 'ask')).toEqual({
    times: 1,
    error: { code: 4001, message: 'The request was refused.', isError: true },
  })
})

test('a worker that dies between acknowledgement and answer loses nothing and answers once', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const { documentId, requestId } = (await world.nextRequest()).asker
  await stopWorker(world.browser)
  await expect
    .poll(async () =>
      (await world.standIn('requests')).map(({ arrivals, replayed }) => ({ arrivals, replayed })),
    )
    .toEqual([{ arrivals: 2, replayed: true }])
  await world.standIn('answer', documentId, requestId, { result: 'kept' })
  await world.standIn('answer', documentId, requestId, { result: 'twice' })
  expect(await settled(page, 'ask')).toEqual({ times: 1, result: 'kept' })
  await expect.poll(() => world.standIn('undelivered')).toBe(0)
})

test('a worker that dies twice while the person decides still answers', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const { documentId, requestId } = (await world.nextRequest()).asker
  for (const arrivals of [2, 3]) {
    await stopWorker(world.browser)
    await expect.poll(async () => (await world.standIn('requests'))[0]?.arrivals).toBe(arrivals)
  }
  await world.standIn('answer', documentId, requestId, { result: 'kept' })
  expect(await settled(page, 'ask')).toEqual({ times: 1, result: 'kept' })
})

test('a reloaded page does not get the answer to what its predecessor asked', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const before = await world.nextRequest()
  await page.reload()
  await call(page, 'again', ASK)
  const after = await world.nextRequest([before])
  expect(after.asker.documentId).not.toBe(before.asker.documentId)
  await world.standIn('answer', before.asker.documentId, before.asker.requestId, { result: 'old' })
  await world.standIn('answer', after.asker.documentId, after.asker.requestId, { result: 'new' })
  expect(await settled(page, 'again')).toEqual({ times: 1, result: 'new' })
})

test('a page that comes back from the back/forward cache still gets its answer', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', ASK)
  const { documentId, requestId } = (await world.nextRequest()).asker
  await page.goto(`${OTHER}/`)
  await world.standIn('answer', documentId, requestId, { result: 'waited' })
  // In a task of its own: the evaluation is over before the document is left.
  await page.evaluate(() => void setTimeout(() => history.back()))
  await page.waitForURL(`${DAPP}/`, { waitUntil: 'commit' })
  expect(await settled(page, 'ask')).toEqual({ times: 1, result: 'waited' })
})

test('a sandboxed frame has no origin and is answered 4100', async ({ world }) => {
  const page = await world.open(`${DAPP}/sandboxed`)
  const inner = page.frame('inner')!
  await inner.waitForLoadState()
  await call(inner, 'ask', ASK)
  expect(await settled(inner, 'ask')).toMatchObject({ times: 1, error: { code: 4100 } })
  expect(await world.standIn('requests')).toEqual([])
})

test('a frame of another site asks in its own name, and the worker knows the page around it', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/frames`)
  const inner = page.frame('inner')!
  await inner.waitForLoadState()
  await call(inner, 'ask', ASK)
  expect((await world.nextRequest()).asker).toMatchObject({ origin: OTHER, topOrigin: DAPP })
})

test('what the page changes after its call is not what it asked for', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await page.evaluate(() => {
    addEventListener('dataUse:announceProvider', (event) => {
      const { provider } = (event as CustomEvent<{ provider: { request(args: unknown): Promise<unknown> } }>)
        .detail
      const params = [{ title: 'one', terms: { pay: 1 } }]
      const args = { method: 'dataUse_request', params }
      provider.request(args).catch(() => undefined)
      params[0]!.title = 'two'
      params[0]!.terms.pay = 1000
      params.push({ title: 'three', terms: { pay: 2 } })
      args.method = 'dataUse_getGrants'
    })
    dispatchEvent(new Event('dataUse:requestProvider'))
  })
  expect(await world.nextRequest()).toMatchObject({
    method: 'dataUse_request',
    params: [{ title: 'one', terms: { pay: 1 } }],
  })
})

test('params that are too large, too deep or not JSON are refused before the worker hears of them', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 1)
  await call(page, 'large', { method: 'dataUse_request', params: ['x'.repeat(300_000)] })
  await call(page, 'deep', { method: 'dataUse_request', params: deep })
  await call(page, 'odd', { method: 'dataUse_request', params: [1n] })
  for (const name of ['large', 'deep', 'odd'])
    expect(await settled(page, name)).toMatchObject({ times: 1, error: { code: -32602 } })
  expect(await world.standIn('requests')).toEqual([])
})

test('a page that goes round its own side of the channel meets the same limits in the worker', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  const answers = await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel()
    const heard: { id?: string; error?: { code: number } }[] = []
    const all = new Promise<void>((resolve) => {
      port1.onmessage = ({ data }) => {
        if ('id' in data) heard.push(data)
        if (heard.length === 2) resolve()
      }
    })
    window.postMessage('data-use:port', '*', [port2])
    port1.postMessage({ id: 7, method: 'dataUse_request' })
    port1.postMessage({ id: 'a', method: 'dataUse_request', params: ['x'.repeat(300_000)] })
    port1.postMessage({ id: 'b', method: 'dataUse_stealRecords', origin: 'https://bank.example' })
    await all
    return heard.map(({ id, error }) => ({ id, code: error?.code }))
  })
  expect(answers).toEqual(
    expect.arrayContaining([
      { id: 'a', code: -32602 },
      { id: 'b', code: 4200 },
    ]),
  )
  expect(await world.standIn('requests')).toEqual([])
})

test('a method that nobody knows is answered 4200', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'ask', { method: 'dataUse_stealRecords' })
  expect(await settled(page, 'ask')).toMatchObject({ times: 1, error: { code: 4200 } })
})

test('after the extension was reloaded, a page of before is told to reload', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await call(page, 'before', ASK)
  await world.nextRequest()
  const [worker] = world.browser.context.serviceWorkers()
  await worker!.evaluate(() => chrome.runtime.reload()).catch(() => undefined)
  expect(await settled(page, 'before')).toMatchObject({ times: 1, error: { code: 4900 } })
  await call(page, 'after', ASK)
  const { error } = await settled(page, 'after')
  expect(error?.code).toBe(4900)
  expect(error?.message).toContain('Reload this page')
})

test('events reach the documents of their origin that have asked before, also after the worker died', async ({
  world,
}) => {
  const [page, other] = [await world.open(`${DAPP}/`), await world.open(`${OTHER}/`)]
  for (const target of [page, other]) {
    await target.evaluate(() => {
      const heard: unknown[] = []
      Object.assign(globalThis, { heard })
      addEventListener(
        'dataUse:announceProvider',
        (event) => {
          const { provider } = (
            event as CustomEvent<{ provider: { on(name: string, listener: (value: unknown) => void): void } }>
          ).detail
          provider.on('contribution', (value) => heard.push(value))
        },
        { once: true },
      )
      dispatchEvent(new Event('dataUse:requestProvider'))
    })
    await call(target, 'ask', { method: 'dataUse_stealRecords' })
    await settled(target, 'ask')
    await call(target, 'grants', { method: 'dataUse_getGrants' })
  }
  await expect.poll(async () => (await world.standIn('requests')).length).toBe(2)
  await stopWorker(world.browser)
  await expect
    .poll(async () => (await world.standIn('requests')).every(({ arrivals }) => arrivals === 2))
    .toBe(true)
  const event = { grant: 'g', round: 3, state: 'accepted' } as const
  await world.standIn('emit', DAPP, 'contribution', event)
  await page.waitForFunction(() => (globalThis as unknown as { heard: unknown[] }).heard.length > 0)
  const heard = (target: typeof page) =>
    target.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)
  expect(await heard(page)).toEqual([event])
  expect(await heard(other)).toEqual([])
})

test('a page without a wallet sees no wallet, no new globals and no messages of ours', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  const clean = await page.evaluate(() => {
    const frame = document.createElement('iframe')
    Object.assign(globalThis, { messages: 0 })
    addEventListener('message', () => Object.assign(globalThis, { messages: 1 }), true)
    return { ethereum: 'ethereum' in window, isFrame: frame instanceof HTMLIFrameElement }
  })
  expect(clean.ethereum).toBe(false)
  await call(page, 'ask', { method: 'dataUse_stealRecords' })
  await settled(page, 'ask')
  expect(await page.evaluate(() => (globalThis as unknown as { messages: number }).messages)).toBe(0)
  const own = await page.evaluate(() => Object.getOwnPropertyNames(window))
  expect(own.filter((name) => /proviso|dataUse|inpage|relay|wxt/i.test(name))).toEqual([])
})
