import { describe, expect, it } from 'vitest'
import { channelsFirst } from './channelsFirst.ts'

describe('a picture with its channels first', () => {
  it('has one plane after another, each row by row', () => {
    // Two rows of three pixels: hundreds are the row, tens the column, ones the channel.
    const last = Float32Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121)
    const first = channelsFirst(last, { channels: 2, height: 2, width: 3 })
    expect([...first]).toEqual([0, 10, 20, 100, 110, 120, 1, 11, 21, 101, 111, 121])
  })

  it('is itself where it has one', () => {
    const grey = Float32Array.of(1, 2, 3, 4)
    expect(channelsFirst(grey, { channels: 1, height: 2, width: 2 })).toEqual(grey)
  })
})
