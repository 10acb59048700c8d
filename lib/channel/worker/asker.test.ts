import { expect, it } from 'vitest'
import type { PortSender } from '../../platform/ports.ts'
import { askerOf } from './asker.ts'

const sender = (changes: Partial<PortSender> = {}): PortSender => ({
  id: 'extension',
  origin: 'https://dapp.example',
  url: 'https://dapp.example/page',
  frameId: 0,
  documentId: 'document',
  tab: { id: 7, url: 'https://dapp.example/page' } as chrome.tabs.Tab,
  ...changes,
})

it('a page is known by what the browser says of it', () => {
  expect(askerOf(sender(), 'request')).toEqual({
    origin: 'https://dapp.example',
    topOrigin: 'https://dapp.example',
    tabId: 7,
    frameId: 0,
    documentId: 'document',
    requestId: 'request',
  })
})

it('a frame is known with the page around it', () => {
  const tab = { id: 7, url: 'https://news.example/' } as chrome.tabs.Tab
  expect(askerOf(sender({ frameId: 3, tab }), 'r')).toMatchObject({
    origin: 'https://dapp.example',
    topOrigin: 'https://news.example',
    frameId: 3,
  })
})

it('a top document is its own top even while the tab already shows another address', () => {
  const tab = { id: 7, url: 'about:blank' } as chrome.tabs.Tab
  expect(askerOf(sender({ tab }), 'r').topOrigin).toBe('https://dapp.example')
})

it.each([
  ['an opaque origin', { origin: 'null' }],
  ['a file', { origin: 'file://' }],
  ['an extension', { origin: 'chrome-extension://abcdefghijklmnop' }],
  ['no tab', { tab: undefined }],
  ['no document', { documentId: undefined }],
  ['no frame', { frameId: undefined }],
  [
    'a top page that nobody could name',
    { frameId: 3, tab: { id: 7, url: 'about:blank' } as chrome.tabs.Tab },
  ],
])('a sender with %s may ask nothing', (_, changes) => {
  expect(() => askerOf({ ...sender(), ...changes } as PortSender, 'r')).toThrow(
    expect.objectContaining({ rpcCode: 4100 }),
  )
})

it('nobody may ask nothing', () => {
  expect(() => askerOf(undefined, 'r')).toThrow(expect.objectContaining({ rpcCode: 4100 }))
})
