import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PARAMS_BYTES, MAX_PARAMS_DEPTH, snapshotParams } from './snapshot.ts'

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('snapshotParams', () => {
  it('copies any JSON value as JSON would', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        // Compared as text: JSON itself does not tell 0 from -0.
        expect(JSON.stringify(snapshotParams(value))).toBe(JSON.stringify(value))
      }),
    )
  })

  it('is not touched by later changes to the page objects', () => {
    const task = { manifest: { title: 'one' } }
    const params = [task]
    const snapshot = snapshotParams(params)
    task.manifest.title = 'two'
    params.push(task)
    expect(snapshot).toEqual([{ manifest: { title: 'one' } }])
  })

  it('reads each field once, so that a getter cannot answer differently later', () => {
    let reads = 0
    const sly = {
      get title() {
        reads += 1
        return `read ${reads}`
      },
    }
    expect(snapshotParams([sly])).toEqual([{ title: 'read 1' }])
    expect(reads).toBe(1)
  })

  it('leaves out undefined fields and lets params be absent', () => {
    expect(snapshotParams([{ a: undefined, b: 1 }])).toEqual([{ b: 1 }])
    expect(snapshotParams(undefined)).toBeUndefined()
  })

  it.each([
    ['a function', [() => 1]],
    ['a bigint', [1n]],
    ['a symbol', [Symbol('s')]],
    ['NaN', [Number.NaN]],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined in a list', [undefined]],
    ['a date', [new Date(0)]],
    ['a map', [new Map()]],
    ['bytes', [new Uint8Array(2)]],
  ])('refuses %s, saying where', (_, params) => {
    expect(() => snapshotParams(params)).toThrow(/params\[0\] is /)
  })

  it('refuses a field named __proto__', () => {
    expect(() => snapshotParams(JSON.parse('[{"__proto__":{"polluted":true}}]'))).toThrow('__proto__')
  })

  it('allows the deepest nesting and refuses one level more', () => {
    expect(snapshotParams(nested(MAX_PARAMS_DEPTH))).toEqual(nested(MAX_PARAMS_DEPTH))
    expect(() => snapshotParams(nested(MAX_PARAMS_DEPTH + 1))).toThrow('deeper than 32')
  })

  it('refuses a cycle by its depth', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => snapshotParams(loop)).toThrow('deeper than 32')
  })

  it('counts bytes of UTF-8 JSON, not characters', () => {
    const quotes = 4 // ["..."]
    expect(snapshotParams(['x'.repeat(MAX_PARAMS_BYTES - quotes)])).toHaveLength(1)
    expect(() => snapshotParams(['x'.repeat(MAX_PARAMS_BYTES - quotes + 1)])).toThrow('larger than')
    expect(() => snapshotParams(['ü'.repeat(MAX_PARAMS_BYTES / 2)])).toThrow('larger than')
  })

  it('allows exactly the bytes of the JSON text, whatever the characters', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.string({ unit: 'binary' }), (value, text) => {
        const bytes = (filler: string) =>
          new TextEncoder().encode(JSON.stringify([value, text, filler])).length
        const filler = 'x'.repeat(MAX_PARAMS_BYTES - bytes(''))
        expect(snapshotParams([value, text, filler])).toBeDefined()
        expect(() => snapshotParams([value, text, `${filler}x`])).toThrow('larger than')
      }),
      { numRuns: 50 },
    )
  })

  it('counts half a surrogate pair as JSON writes it', () => {
    const bytes = JSON.stringify(['\ud800']).length
    expect(() => snapshotParams(['\ud800'.repeat(MAX_PARAMS_BYTES / 6 + 1)])).toThrow('larger than')
    expect(snapshotParams(['\ud800', 'x'.repeat(MAX_PARAMS_BYTES - bytes - 3)])).toBeDefined()
    expect(() => snapshotParams(['\ud800', 'x'.repeat(MAX_PARAMS_BYTES - bytes - 2)])).toThrow('larger than')
  })

  it('stops before it copies an endless list', () => {
    expect(() => snapshotParams([new Array(1e9)])).toThrow('larger than')
  })

  it('refuses 50 MB without reading them', () => {
    let read = 0
    const many = new Proxy(new Array(50_000_000), {
      get: (list, key) => {
        read += 1
        return Reflect.get(list, key)
      },
    })
    expect(() => snapshotParams(many)).toThrow('larger than')
    expect(read).toBeLessThan(10)
    expect(() => snapshotParams(['x'.repeat(50_000_000)])).toThrow('larger than')
  })

  it.each([Number.NaN, -1, '5', {}, undefined])('refuses a list whose length is %s', (length) => {
    const list = new Proxy([], { get: () => length })
    expect(() => snapshotParams(list)).toThrow('has no length')
  })

  it('lets the page’s own errors through as they are', () => {
    const broken = {
      get title(): string {
        throw new RangeError('mine')
      },
    }
    expect(() => snapshotParams([broken])).toThrow(RangeError)
  })

  it('is not changed by setters and getters on Object.prototype', () => {
    const caught: unknown[] = []
    const trap = {
      __proto__: null,
      configurable: true,
      set: (value: unknown) => void caught.push(value),
      get: () => 'polluted',
    }
    const polluted = ['title', 'value', 'get', 'enumerable'] as const
    for (const name of polluted) Object.defineProperty(Object.prototype, name, trap)
    let copied: unknown
    try {
      copied = snapshotParams([{ title: 'one' }])
    } finally {
      for (const name of polluted) delete (Object.prototype as Record<string, unknown>)[name]
    }
    expect(copied).toEqual([{ title: 'one' }])
    expect(caught).toEqual([])
  })
})
