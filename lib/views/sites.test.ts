import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { withRefusal } from '../consent/throttle.ts'
import type { SiteRecord, ThrottleRecord } from '../db/schema.ts'
import { isOff } from '../policy/site.ts'
import { offState, originOf, pausedSitesView, sitesView, siteView } from './sites.ts'
import { fillStores } from './stores.fixture.ts'

const ORIGIN = 'https://swap.example'
const HOUR = 3_600_000
const site = (changes: Partial<SiteRecord> = {}): SiteRecord => ({ origin: ORIGIN, changedAt: 1, ...changes })

/** What three refusals leave behind, of which the last is told at `at`. */
const throttle = (origin: string, at: number): ThrottleRecord =>
  [at - 2, at - 1, at].reduce<ThrottleRecord | undefined>(
    (record, moment) => withRefusal(record, origin, moment),
    undefined,
  )!

beforeEach(() => fillStores({}))

describe('the site in front', () => {
  it('has nothing to say of a site of which nothing was said', async () => {
    expect(await siteView(ORIGIN)).toEqual({ origin: ORIGIN, wallet: {}, changedAt: 0, offUntil: 0 })
  })

  it('shows the word on this site and on no other', async () => {
    const now = Date.now()
    const until = now + HOUR
    await fillStores(
      {
        sites: [
          site({ off: { until }, wallet: { login: 'ask' } }),
          site({ origin: 'https://other.example', wallet: { identity: 'refuse' } }),
        ],
        throttles: [throttle(ORIGIN, now - 10)],
      },
      { settings: { offUntil: 77 } },
    )
    expect(await siteView(ORIGIN)).toEqual({
      origin: ORIGIN,
      off: { until },
      wallet: { login: 'ask' },
      changedAt: 1,
      pausedUntil: now - 10 + 60_000,
      offUntil: 77,
    })
  })

  it('knows of no pause that is over', async () => {
    await fillStores({ throttles: [throttle(ORIGIN, Date.now() - 60_001)] })
    expect((await siteView(ORIGIN)).pausedUntil).toBeUndefined()
  })

  it('knows of no pause before the page hears of it', async () => {
    await fillStores({ throttles: [throttle(ORIGIN, Date.now() + 5000)] })
    expect((await siteView(ORIGIN)).pausedUntil).toBeUndefined()
  })
})

describe('offState', () => {
  it('says off exactly where requests are refused', () => {
    const off = fc.option(fc.record({ until: fc.option(fc.nat(4)) }), { nil: undefined })
    fc.assert(
      fc.property(off, fc.nat(4), (word, now) => {
        const record = word === undefined ? site() : site({ off: word })
        return (offState(word, now) !== 'on') === isOff(record, 0, now)
      }),
    )
  })
})

describe('all sites', () => {
  it('are listed by address, without those of which nothing is said any more', async () => {
    await fillStores({
      sites: [
        site({ origin: 'https://z.example', wallet: { login: 'ask' } }),
        site({ origin: 'https://over.example', off: { until: 5 } }),
        site({ origin: 'https://a.example', off: { until: null } }),
      ],
    })
    expect(await sitesView()).toEqual([
      { origin: 'https://a.example', off: { until: null }, wallet: {} },
      { origin: 'https://z.example', wallet: { login: 'ask' } },
    ])
  })

  it('show those that are paused, the next to be heard first', async () => {
    const now = Date.now()
    await fillStores({
      throttles: [
        throttle('https://b.example', now - 10),
        throttle('https://a.example', now - 20),
        { origin: 'https://c.example', refusedAt: [now] },
      ],
    })
    expect((await pausedSitesView()).map(({ origin }) => origin)).toEqual([
      'https://a.example',
      'https://b.example',
    ])
  })
})

describe('originOf', () => {
  it.each([
    ['app.example.org', 'https://app.example.org'],
    [' https://APP.example.org/swap?a=1#b ', 'https://app.example.org'],
    ['http://plain.example:8080/x', 'http://plain.example:8080'],
    ['localhost:5173', 'http://localhost:5173'],
    ['https://user:secret@app.example', 'https://app.example'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
  ])('reads %s', (text, origin) => expect(originOf(text)).toBe(origin))

  it.each([
    '',
    'javascript://x.example',
    'ftp://x.example',
    'two words.example',
    'nodots',
    'https://',
    'file:///x',
  ])('refuses %j', (text) => expect(originOf(text)).toBeUndefined())

  it('gives back an origin as it is', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        const { origin } = new URL(url)
        expect(originOf(url)).toBe(origin)
        expect(originOf(origin)).toBe(origin)
      }),
    )
  })
})
