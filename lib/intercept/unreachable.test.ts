import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { countUnreachable } from './unreachable.ts'

/** As `scripting.executeScript` runs it: by its text alone, in a page that `prepare` has filled. */
const countIn = (prepare: string): number =>
  runInNewContext(`
    const wallet = () => ({ request: async () => 1 })
    const fix = (name, value) => Object.defineProperty(globalThis, name, { value })
    ${prepare};
    (${countUnreachable.toString()})()
  `)

describe('countUnreachable', () => {
  it.each([
    ['no wallet', '', 0],
    ['a wallet that can be patched', 'globalThis.ethereum = wallet()', 0],
    ['one that can be patched, at a fixed place', "fix('ethereum', wallet())", 0],
    ['a frozen one whose place can be taken', 'globalThis.ethereum = Object.freeze(wallet())', 0],
    ['a frozen one at a fixed place', "fix('ethereum', Object.freeze(wallet()))", 1],
    [
      'a frozen one behind a fixed getter',
      "const frozen = Object.freeze(wallet()); Object.defineProperty(globalThis, 'ethereum', { get: () => frozen })",
      1,
    ],
    [
      'one whose methods are inherited, and that takes no more',
      "fix('ethereum', Object.preventExtensions(Object.create(wallet())))",
      1,
    ],
    [
      'the same one at two places',
      "const one = Object.freeze(wallet()); fix('ethereum', one); fix('coinbaseWalletExtension', one)",
      1,
    ],
    [
      'two of three in a frozen list',
      "fix('ethereum', { ...wallet(), providers: Object.freeze([Object.freeze(wallet()), wallet(), Object.freeze(wallet())]) })",
      2,
    ],
    ['one whose request is an accessor', "fix('ethereum', { get request() { return async () => 1 } })", 1],
    ['frozen ones in an open list', 'globalThis.ethereum = { providers: [Object.freeze(wallet())] }', 0],
    [
      'a map, whose entries can be replaced',
      "globalThis.ethereum = { providerMap: new Map([['a', Object.freeze(wallet())]]) }",
      0,
    ],
    ['what is frozen but no wallet', "fix('ethereum', Object.freeze({ request: 1 }))", 0],
    [
      'getters that throw',
      "Object.defineProperty(globalThis, 'ethereum', { get: () => { throw new Error('no') } }); fix('coinbaseWalletExtension', { get request() { throw new Error('no') }, get providers() { throw new Error('no') } })",
      0,
    ],
  ])('%s', (_, prepare, count) => {
    expect(countIn(prepare)).toBe(count)
  })
})
