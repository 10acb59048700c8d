import { describe, expect, it } from 'vitest'
import { assertContactable } from './fetch.ts'
import { isPrivateHost } from './hosts.ts'

const hostOf = (url: string) => new URL(url).hostname

describe('private hosts', () => {
  it.each([
    'http://localhost/',
    'http://app.localhost/',
    'http://127.9.9.9/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://10.0.0.1/',
    'http://172.31.255.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://router/',
    'http://printer.local/',
    'http://nas.home.arpa./',
  ])('%s is private', (url) => {
    expect(isPrivateHost(hostOf(url))).toBe(true)
  })

  it.each([
    'https://example.com/',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://[2606:4700::1]/',
    'https://localhost.example.com/',
  ])('%s is public', (url) => {
    expect(isPrivateHost(hostOf(url))).toBe(false)
  })
})

describe('what may be contacted', () => {
  it('https anywhere public', () => {
    expect(assertContactable('https://example.com/a', { allowPrivate: false }).host).toBe('example.com')
  })

  it.each([
    'http://example.com/',
    'ftp://example.com/',
    'https://user:secret@example.com/',
    'https://10.1.2.3/',
    'nonsense',
  ])('never %s', (url) => {
    expect(() => assertContactable(url, { allowPrivate: false })).toThrow(
      /may not be contacted|not a web address/,
    )
  })

  it('loopback only where the page itself is on loopback', () => {
    expect(() => assertContactable('http://127.0.0.1:8080/', { allowPrivate: false })).toThrow(
      /private network/,
    )
    expect(assertContactable('http://127.0.0.1:8080/', { allowPrivate: true }).port).toBe('8080')
  })
})
