import { describe, expect, it } from 'vitest'
import { createRunQueue } from './queue.ts'

/** Work that ends when told, or when its signal aborts. */
const controlledWork = () => {
  const begun: string[] = []
  const finished: string[] = []
  const ends = new Map<string, () => void>()
  let heard = () => {}
  const queue = createRunQueue(
    (runId, signal) =>
      new Promise((resolve) => {
        begun.push(runId)
        ends.set(runId, resolve)
        signal.addEventListener('abort', () => resolve())
        heard()
      }),
    (runId) => {
      finished.push(runId)
      heard()
    },
  )
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    }
  }
  return { queue, begun, finished, end: (runId: string) => ends.get(runId)?.(), until }
}

describe('the queue of runs', () => {
  it('runs one at a time, in order, and each once', async () => {
    const { queue, begun, finished, end, until } = controlledWork()
    queue.start('a')
    queue.start('b')
    queue.start('a')
    await until(() => begun.length === 1)
    end('a')
    await until(() => begun.length === 2)
    end('b')
    await until(() => finished.length === 2)
    expect(begun).toEqual(['a', 'b'])
    expect(finished).toEqual(['a', 'b'])
  })

  it('resolves a stop once the run has stopped', async () => {
    const { queue, begun, finished, until } = controlledWork()
    queue.start('a')
    await until(() => begun.length === 1)
    await queue.stop('a')
    expect(finished).toEqual(['a'])
  })

  it('takes a waiting run out', async () => {
    const { queue, begun, finished, end, until } = controlledWork()
    queue.start('a')
    queue.start('b')
    await until(() => begun.length === 1)
    const stopped = queue.stop('b')
    end('a')
    await stopped
    expect(begun).toEqual(['a'])
    expect(finished).toEqual(['a', 'b'])
  })

  it('runs again what is asked for while it stops', async () => {
    const { queue, begun, until } = controlledWork()
    queue.start('a')
    await until(() => begun.length === 1)
    const stopped = queue.stop('a')
    queue.start('a')
    await stopped
    await until(() => begun.length === 2)
    expect(begun).toEqual(['a', 'a'])
  })
})
