import { expect, it } from 'vitest'
import { createSerial } from './serial.ts'

it('tasks run one after the other, in order, and a failed one stops nobody', async () => {
  const alone = createSerial()
  const log: string[] = []
  const first = Promise.withResolvers<void>()
  const tasks = [
    alone(async () => {
      await first.promise
      log.push('first')
    }),
    alone(async () => {
      log.push('second')
      throw new Error('no')
    }),
    alone(async () => log.push('third')),
  ]
  first.resolve()
  const settled = await Promise.allSettled(tasks)
  expect(log).toEqual(['first', 'second', 'third'])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
