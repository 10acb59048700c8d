import { signedTask } from '../../lib/consent/task.fixture.ts'
import type { SignedTask } from '../../lib/protocol/task.ts'
import { overOwnPort, refuse, requestsOf, waitingOf } from './hostility.ts'
import { call, settled } from './page.ts'
import { expect, test } from './realWorld.ts'
import { requestAmongTampering } from './tamper.ts'

// Pages that mean harm, against the production build with its own worker. Each test has sites of its own.

let task: SignedTask
test.beforeAll(async () => {
  task = await signedTask()
})

test('approvals, answers and origins that a page claims in messages of any kind count for nothing', async ({
  world,
}) => {
  const origin = 'http://claims.test'
  const page = await world.open(`${origin}/`)
  await call(page, 'ask', { method: 'dataUse_request', params: [task] })
  const request = await waitingOf(world, origin)
  const { documentId, requestId } = request.asker
  const approval = {
    target: 'worker',
    type: 'command',
    name: 'request.decide',
    params: { requestId: request.id, effect: 'allow' },
  }
  const claim = { origin: 'https://bank.test', asker: { origin: 'https://bank.test', documentId } }
  const forged = [
    approval,
    { type: 'answer', id: requestId, result: { id: 'grant' } },
    { type: 'acknowledged', id: requestId },
    { type: 'delivered', id: requestId },
    { id: requestId, result: { id: 'grant' } },
    { id: 'forged', method: 'request.decide', params: approval.params, ...claim },
    { id: 'ask', method: 'dataUse_request', params: [task], type: 'request', replayed: true, ...claim },
  ]
  await page.evaluate((messages) => {
    for (const message of messages) {
      window.postMessage(message, '*')
      for (const name of ['data-use:port', 'dataUse:announceProvider', 'dataUse:answer', 'proviso:changes'])
        dispatchEvent(new CustomEvent(name, { detail: message }))
      new BroadcastChannel('proviso:changes').postMessage(message)
    }
  }, forged)
  const answers = await overOwnPort(page, forged, 2)
  expect(answers).toEqual(
    expect.arrayContaining([
      { id: 'forged', code: 4200 },
      { id: 'ask', code: -32002 },
    ]),
  )
  expect(await page.evaluate(() => 'runtime' in ((globalThis as { chrome?: object }).chrome ?? {}))).toBe(
    false,
  )
  expect(await requestsOf(world, origin)).toMatchObject([{ state: 'pending', asker: { origin } }])
  expect(await requestsOf(world, 'https://bank.test')).toEqual([])
  expect(await world.store('grants')).toEqual([])
  await refuse(world, request.id)
  expect(await settled(page, 'ask')).toMatchObject({ times: 1, error: { code: 4001 } })
})

test('an id that was used before gives nothing: not twice, not another document’s, not after its answer', async ({
  world,
}) => {
  const [victim, thief] = ['http://victim.test', 'http://thief.test']
  const page = await world.open(`${victim}/`)
  const other = await world.open(`${thief}/`)
  const ask = { id: 'the-id', method: 'dataUse_request', params: [task] }
  await overOwnPort(page, [ask, ask, ask], 0)
  const request = await waitingOf(world, victim)
  // The other document uses the very same id: it is a request of its own.
  const answered = overOwnPort(other, [ask], 1)
  const stolen = await waitingOf(world, thief)
  expect(stolen.asker.requestId).toBe(request.asker.requestId)
  await refuse(world, stolen.id)
  expect(await answered).toEqual([{ id: 'the-id', code: 4001 }])
  expect(await requestsOf(world, victim)).toMatchObject([{ state: 'pending' }])
  await refuse(world, request.id)
  await page.waitForFunction(() => (globalThis as unknown as { heard: unknown[] }).heard.length > 0)
  // Once more, now that it is answered: the same answer, and nobody is asked.
  await page.evaluate(
    (message) => (globalThis as unknown as { ownPort: MessagePort }).ownPort.postMessage(message),
    ask,
  )
  await page.waitForFunction(() => (globalThis as unknown as { heard: unknown[] }).heard.length > 1)
  expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([
    { id: 'the-id', code: 4001 },
    { id: 'the-id', code: 4001 },
  ])
  expect(await requestsOf(world, victim)).toHaveLength(1)
})

test('a page that has replaced the language and the browser around us gets no port, and what is sent and told stays the same', async ({
  world,
}) => {
  const origin = 'http://tamper.test'
  const page = await world.open(`${origin}/`)
  const told = await requestAmongTampering(page, { method: 'dataUse_getCapabilities' })
  expect(told).toMatchObject({ outcome: { result: { version: 1 } }, ports: [], setters: [] })
  const failed = await requestAmongTampering(page, { method: 'dataUse_relinquish', params: ['none'] })
  expect(failed).toEqual({ outcome: { code: -32602 }, ports: [], setters: [] })
  const asking = requestAmongTampering(page, { method: 'dataUse_request', params: [task] })
  const request = await waitingOf(world, origin)
  expect(request.task).toEqual(task)
  await refuse(world, request.id)
  expect(await asking).toEqual({ outcome: { code: 4001 }, ports: [], setters: [] })
})

test('a frame is ours before the page that makes it can touch it: what it breaks there in the same turn breaks nothing', async ({
  world,
}) => {
  const origin = 'http://prepared.test'
  const page = await world.open(`${origin}/`)
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.name = 'prepared'
    document.body.append(frame)
    const realm = frame.contentWindow as unknown as typeof globalThis
    const claim = { origin: 'https://bank.test', method: 'request.decide' }
    realm.MessagePort.prototype.postMessage = function (this: MessagePort, message: object) {
      MessagePort.prototype.postMessage.call(this, { ...message, ...claim })
    } as never
    Reflect.set(realm.Promise.prototype, 'then', () => claim)
    realm.Function.prototype.call = () => claim as never
  })
  const code = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const realm = (document.querySelector('iframe') as HTMLIFrameElement).contentWindow as Window
        type Provider = { request(args: unknown): PromiseLike<unknown> }
        let isAnnounced = false
        realm.addEventListener('dataUse:announceProvider', (event) => {
          isAnnounced = true
          const { provider } = (event as CustomEvent<{ provider: Provider }>).detail
          Promise.prototype.then.call(
            provider.request({ method: 'dataUse_getGrants' }) as Promise<unknown>,
            () => resolve('result'),
            (error: { code: number }) => resolve(error.code),
          )
        })
        realm.dispatchEvent(new Event('dataUse:requestProvider'))
        // Announcements are answered in the same turn: by now there is one, or no script of ours.
        if (!isAnnounced) resolve('no provider')
      }),
  )
  expect(code).toBe('result')
  const other = await world.open('http://untouched.test/')
  await call(other, 'fine', { method: 'dataUse_getGrants' })
  expect(await settled(other, 'fine')).toEqual({ times: 1, result: [] })
})

test('getters and proxies that throw, or answer differently each time, are read once or refused', async ({
  world,
}) => {
  const origin = 'http://sly.test'
  const page = await world.open(`${origin}/`)
  const outcomes = await page.evaluate(async (real) => {
    const provider = findProvider()
    const thrower = () => {
      throw new Error('mine')
    }
    const everything = {} as ProxyHandler<object>
    for (const trap of ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const)
      everything[trap] = thrower
    const methods = ['dataUse_getGrants', 'dataUse_request', 'dataUse_request']
    const titles = [real.manifest.title, 'Something else', 'Something else']
    const sly = {
      get method() {
        return methods.shift()
      },
      get params() {
        const { title: _, ...manifest } = real.manifest
        const changing = {
          ...manifest,
          get title() {
            return titles.shift()
          },
        }
        return [{ manifest: changing, signature: real.signature }]
      },
    }
    const asked = [
      new Proxy({}, everything),
      { method: 'dataUse_getGrants', params: new Proxy([], everything) },
      {
        method: 'dataUse_request',
        params: [
          {
            get manifest() {
              return thrower()
            },
          },
        ],
      },
      {
        get method() {
          return thrower()
        },
      },
      sly,
    ]
    const results = []
    for (const args of asked)
      results.push(
        await provider.request(args).then(
          () => 'result',
          ({ code }: { code: number }) => code,
        ),
      )
    return { results, methodsLeft: methods.length, titlesLeft: titles.length }
  }, task)
  expect(outcomes).toEqual({
    results: [-32602, -32602, -32602, -32602, 'result'],
    methodsLeft: 2,
    titlesLeft: 2,
  })
  expect(await requestsOf(world, origin)).toEqual([])
})

test('a dApp that speaks the bridge’s words reaches nobody: no wallet of its own, no account, no delegation', async ({
  world,
}) => {
  const bridge = 'http://localhost:8437/'
  await world.browser.context.route(`${bridge}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1 data-bridge="heading"></h1>' }),
  )
  const page = await world.open('http://delegate.test/')
  await world.command('wallet.begin', {})
  const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
  const wallet = { id: 'evil', rdns: 'test.evil', name: 'Evil', icon: '' }
  const messages = [
    { type: 'wallets', wallets: [wallet] },
    { type: 'accounts', wallet, accounts: [account] },
    { type: 'outcome', outcome: { id: 'connect', result: [account] } },
    { type: 'state', state: 'connected', wallet: 'Evil' },
  ]
  const heard = await page.evaluate(
    async ([sent]) => {
      const answers: unknown[] = []
      for (const word of ['proviso:bridge', 'data-use:port']) {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }) => answers.push(data)
        window.postMessage(word, '*', [port2])
        for (const message of sent) {
          port1.postMessage(message)
          window.postMessage(message, '*')
        }
      }
      const detail = Object.freeze({
        info: { uuid: 'evil', name: 'Evil', rdns: 'test.evil', icon: '' },
        provider: { request: () => Promise.resolve([]) },
      })
      dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
      const provider = findProvider()
      const codes = []
      for (const method of ['wallet.confirm', 'eth_signTypedData_v4', 'bridge'])
        codes.push(
          await provider.request({ method, params: sent }).then(
            () => 'result',
            ({ code }: { code: number }) => code,
          ),
        )
      return { answers, codes }
    },
    [messages] as [unknown[]],
  )
  expect(heard).toEqual({ answers: [{ taken: true }], codes: [4200, 4200, 4200] })
  await expect
    .poll(async () => JSON.stringify(await world.store('state')))
    .toMatch(/"state":"(choosing|failed)"/)
  expect(JSON.stringify(await world.store('state'))).not.toMatch(/evil|70997970/i)
  await world.command('wallet.cancel', {})
})
