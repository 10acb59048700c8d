import type { Frame, Page } from '@playwright/test'
import { call, settled } from './page.ts'
import { DAPP, expect, OTHER, test } from './world.ts'

// What the browser says of frames that have no address of their own: the worker believes that and nothing else.

const ASK = { method: 'dataUse_request', params: [{ title: 'one' }] }

interface Kind {
  readonly kind: 'about:blank' | 'srcdoc' | 'blob' | 'data'
  readonly sandbox?: string
}

const INHERITING: readonly Kind[] = [{ kind: 'about:blank' }, { kind: 'srcdoc' }, { kind: 'blob' }]
const OPAQUE: readonly Kind[] = [
  { kind: 'data' },
  { kind: 'about:blank', sandbox: 'allow-scripts' },
  { kind: 'srcdoc', sandbox: 'allow-scripts' },
  { kind: 'blob', sandbox: 'allow-scripts' },
]

/** Puts a frame into a document, and returns it once it has loaded. */
const addFrame = async (page: Page, parent: Page | Frame, wish: Kind): Promise<Frame> => {
  const name = `${wish.kind} ${wish.sandbox ?? 'open'}`
  await parent.evaluate(
    ([title, { kind, sandbox }]) => {
      const frame = document.createElement('iframe')
      frame.name = title
      if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox)
      const html = '<!doctype html><title>inner</title>'
      if (kind === 'srcdoc') frame.srcdoc = html
      if (kind === 'blob') frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }))
      if (kind === 'data') frame.src = `data:text/html,${encodeURIComponent(html)}`
      const loaded = new Promise<void>((resolve) =>
        frame.addEventListener('load', () => resolve(), { once: true }),
      )
      document.body.append(frame)
      return loaded
    },
    [name, wish] as [string, Kind],
  )
  // One in a process of its own becomes known a moment later.
  await expect.poll(() => page.frame(name) !== null).toBe(true)
  return page.frame(name)!
}

test('frames of about:blank, srcdoc and blob ask in the name of the page that made them', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  const known = []
  for (const wish of INHERITING) {
    const frame = await addFrame(page, page, wish)
    await call(frame, 'ask', ASK)
    const request = await world.nextRequest(known)
    known.push(request)
    const { asker } = request
    expect(asker).toMatchObject({ origin: DAPP, topOrigin: DAPP })
    expect(asker.frameId).toBeGreaterThan(0)
    await world.standIn('answer', asker.documentId, asker.requestId, { result: wish.kind })
    expect(await settled(frame, 'ask')).toEqual({ times: 1, result: wish.kind })
  }
  expect(new Set(known.map(({ asker }) => asker.documentId)).size).toBe(INHERITING.length)
})

test('a frame without an address inside another site’s frame asks in that site’s name', async ({ world }) => {
  const page = await world.open(`${DAPP}/frames`)
  const inner = page.frame('inner')!
  await inner.waitForLoadState()
  await call(await addFrame(page, inner, { kind: 'srcdoc' }), 'ask', ASK)
  expect((await world.nextRequest()).asker).toMatchObject({ origin: OTHER, topOrigin: DAPP })
})

test('data: and sandboxed frames of every kind have no origin and are answered 4100', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  for (const wish of OPAQUE) {
    const frame = await addFrame(page, page, wish)
    await call(frame, 'ask', ASK)
    expect(await settled(frame, 'ask')).toMatchObject({ times: 1, error: { code: 4100 } })
  }
  expect(await world.standIn('requests')).toEqual([])
})
