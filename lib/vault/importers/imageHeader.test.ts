import { describe, expect, it } from 'vitest'
import { encodePng } from '../testing/png.ts'
import { crc32 } from './crc32.ts'
import { imageSize } from './imageHeader.ts'

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

// Written by Chromium's encoders from a canvas of 7 × 5, without colour profiles.
const JPEG = bytes(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIAEd//Z',
)
const WEBP = bytes('UklGRjIAAABXRUJQVlA4ICYAAACQAQCdASoHAAUAB0CWJaACdLoAA5gA/tSZeb7Hs8H7UogpK2AAAA==')
const WEBP_LOSSLESS = bytes('UklGRhwAAABXRUJQVlA4TBAAAAAvBgABAAdQojJH/wMR0f8A')
const WEBP_EXTENDED = bytes(
  'UklGRkQAAABXRUJQVlA4WAoAAAAAAAAABgAABAAAVlA4ICYAAACQAQCdASoHAAUAB0CWJaACdLoAA5gA/tSZeb7Hs8H7UogpK2AAAA==',
)
const SIZE = { width: 7, height: 5 }

describe('the size of an image, unopened', () => {
  it('of a PNG', () => {
    expect(imageSize(encodePng(300, 2, 3, new Uint8Array(1800)), 'png', 'x')).toEqual({
      width: 300,
      height: 2,
    })
  })

  it('of a WebP, with loss, without, and extended', () => {
    for (const webp of [WEBP, WEBP_LOSSLESS, WEBP_EXTENDED])
      expect(imageSize(webp, 'webp', 'x')).toEqual(SIZE)
  })

  it('of a JPEG, also with something after its end', () => {
    expect(imageSize(JPEG, 'jpeg', 'x')).toEqual(SIZE)
    expect(imageSize(new Uint8Array([...JPEG, 1, 2, 3]), 'jpeg', 'x')).toEqual(SIZE)
  })

  it.each([
    ['png', encodePng(3, 3, 1, new Uint8Array(9))],
    ['jpeg', JPEG],
    ['webp', WEBP],
    ['webp', WEBP_LOSSLESS],
  ] as const)('a %s cut off anywhere is found out', (format, whole) => {
    for (let length = 12; length < whole.length; length++) {
      expect(() => imageSize(whole.slice(0, length), format, 'x'), `${length} bytes`).toThrow('“x”')
    }
  })

  it('a JPEG with a damaged segment is found out', () => {
    const damaged = Uint8Array.from(JPEG)
    damaged[20] = 0
    expect(() => imageSize(damaged, 'jpeg', 'x')).toThrow('“x”, byte 20: the JPEG is damaged')
  })
})

describe('crc32', () => {
  it('has the check value of its definition', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })
})
