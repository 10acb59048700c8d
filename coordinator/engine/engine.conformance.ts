import { afterEach, describe, expect, it } from 'vitest'
import { type Engine, keyNumber } from './engine.ts'

export interface EngineUnderTest {
  /** A new connection to the same store: what another coordinator would open. */
  open(clock: () => number): Promise<Engine>
  dispose(): Promise<void>
}

/** What every engine promises. Runs on each implementation, always with two connections to one store. */
export const describeEngine = (name: string, start: () => Promise<EngineUnderTest>): void => {
  describe(name, () => {
    const disposals: (() => Promise<void>)[] = []
    afterEach(async () => {
      for (const dispose of disposals.splice(0).reverse()) await dispose()
    })

    const pair = async () => {
      let time = 1000
      const store = await start()
      disposals.push(() => store.dispose())
      const a = await store.open(() => time)
      const b = await store.open(() => time)
      disposals.push(
        () => a.close(),
        () => b.close(),
      )
      return { store, a, b, wait: (milliseconds: number) => (time += milliseconds) }
    }

    it('shows what was committed to every connection', async () => {
      const { a, b } = await pair()
      expect(await b.get('task/1')).toBeUndefined()
      expect(await a.commit([{ key: 'task/1', value: { title: 'ÿ 🎉' }, revision: 0 }])).toBe(true)
      expect(await b.get('task/1')).toEqual({ key: 'task/1', value: { title: 'ÿ 🎉' }, revision: 1 })
    })

    it('writes only over the revision that the writer read', async () => {
      const { a, b } = await pair()
      await a.commit([{ key: 'k', value: 1, revision: 0 }])
      expect(await b.commit([{ key: 'k', value: 2, revision: 0 }])).toBe(false)
      expect(await b.commit([{ key: 'k', value: 2, revision: 1 }])).toBe(true)
      expect(await a.commit([{ key: 'k', value: 3, revision: 1 }])).toBe(false)
      expect(await a.commit([{ key: 'absent', value: 3, revision: 1 }])).toBe(false)
      expect(await a.get('k')).toMatchObject({ value: 2, revision: 2 })
    })

    it('commits all writes or none', async () => {
      const { a, b } = await pair()
      await a.commit([{ key: 'taken', value: 0, revision: 0 }])
      const writes = ['one', 'taken', 'two'].map((key) => ({ key, value: 1, revision: 0 }))
      expect(await b.commit(writes)).toBe(false)
      expect(await a.get('one')).toBeUndefined()
      expect(await a.get('two')).toBeUndefined()
    })

    it('lets exactly one of two racing writers win, every time', async () => {
      const { a, b } = await pair()
      const count = async (engine: Engine) => {
        let won = 0
        while (won < 25) {
          const entry = await engine.get<number>('counter')
          const write = { key: 'counter', value: (entry?.value ?? 0) + 1, revision: entry?.revision ?? 0 }
          if (await engine.commit([write])) won += 1
        }
      }
      await Promise.all([count(a), count(b), count(a)])
      expect(await a.get('counter')).toMatchObject({ value: 75, revision: 75 })
    })

    it('lists by prefix in the order of numbers', async () => {
      const { a, b } = await pair()
      const keys = [12, 3, 0].map((n) => `round/x/${keyNumber(n)}`)
      await a.commit(
        [...keys, 'round/xy/1', 'roun', 'seat/x/1'].map((key) => ({ key, value: key, revision: 0 })),
      )
      const listed = await b.list<string>('round/x/')
      expect(listed.map(({ value }) => value)).toEqual(keys.toReversed())
      expect(await b.list('nothing/')).toEqual([])
    })

    it('keeps blobs whole and forgets them by prefix', async () => {
      const { a, b } = await pair()
      const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
      await a.putBlob('updates/t/1/a', bytes)
      await a.putBlob('updates/t/1/a', bytes)
      await a.putBlob('updates/t/10/a', bytes.subarray(0, 3))
      expect(await b.getBlob('updates/t/1/a')).toEqual(bytes)
      await b.deleteBlobs('updates/t/1/')
      expect(await a.getBlob('updates/t/1/a')).toBeUndefined()
      expect(await a.getBlob('updates/t/10/a')).toEqual(Uint8Array.of(0, 1, 2))
    })

    it('lends a lease to one holder until it lapses or is given back', async () => {
      const { a, b, wait } = await pair()
      expect(await a.lease('chain', 'a', 100)).toBe(true)
      expect(await b.lease('chain', 'b', 100)).toBe(false)
      expect(await b.lease('other', 'b', 100)).toBe(true)
      wait(99)
      expect(await a.lease('chain', 'a', 100)).toBe(true)
      wait(99)
      expect(await b.lease('chain', 'b', 100)).toBe(false)
      wait(1)
      expect(await b.lease('chain', 'b', 100)).toBe(true)
      await a.release('chain', 'a')
      expect(await a.lease('chain', 'a', 100)).toBe(false)
      await b.release('chain', 'b')
      expect(await a.lease('chain', 'a', 100)).toBe(true)
    })

    it('still has everything after it was closed and opened again', async () => {
      const { store, a } = await pair()
      await a.commit([{ key: 'k', value: [1], revision: 0 }])
      await a.putBlob('b', Uint8Array.of(1))
      await a.close()
      const again = await store.open(Date.now)
      expect(await again.get('k')).toMatchObject({ value: [1], revision: 1 })
      expect(await again.getBlob('b')).toEqual(Uint8Array.of(1))
      await again.close()
    })
  })
}
