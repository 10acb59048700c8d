import { gzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fileSource, gunzipped } from './source.ts'
import { zipSources } from './zip.ts'

const text = (value: string) => new TextEncoder().encode(value)
const content = text('one two three '.repeat(50))
const zip = () =>
  new Uint8Array(
    zipSync({ 'a/deflated.txt': content, 'b/stored.txt': [content, { level: 0 }], 'c/': new Uint8Array(0) }),
  )

const CENTRAL = [0x50, 0x4b, 0x01, 0x02]

/** Where the first entry of the list of files begins. */
const directoryAt = (bytes: Uint8Array): number =>
  bytes.findIndex((_, i) => CENTRAL.every((byte, j) => bytes[i + j] === byte))

const changed = (change: (view: DataView, directory: number) => void): Blob => {
  const bytes = zip()
  change(new DataView(bytes.buffer), directoryAt(bytes))
  return new Blob([bytes])
}

const readAll = async (file: Blob) => {
  const sources = await zipSources(file, 'x.zip')
  return Promise.all(sources.map(async (source) => [source.path, await source.read(1000)]))
}

describe('a zip', () => {
  it('gives its files, deflated and stored, and no folders', async () => {
    expect(await readAll(new Blob([zip()]))).toEqual([
      ['a/deflated.txt', content],
      ['b/stored.txt', content],
    ])
    const [first] = await zipSources(new Blob([zip()]), 'x.zip')
    expect(first?.name).toBe('x.zip/a/deflated.txt')
    expect(await first?.head()).toEqual(content.slice(0, 64))
  })

  it('may be preceded by nothing but followed by a comment', async () => {
    const bytes = zip()
    new DataView(bytes.buffer).setUint16(bytes.length - 2, 5, true)
    expect(await readAll(new Blob([bytes, 'hello']))).toHaveLength(2)
  })

  it('stops at the size that it declares: a bomb does not go off', async () => {
    const lying = changed((view, directory) => view.setUint32(directory + 24, 10, true))
    await expect(readAll(lying)).rejects.toThrow('more than the zip says')
    const honest = await zipSources(new Blob([zip()]), 'x.zip')
    await expect(honest[0]?.read(content.length - 1)).rejects.toMatchObject({ code: 'import/too-large' })
  })

  it.each([
    ['is cut off', new Blob([zip().slice(0, -30)]), 'import/corrupt'],
    ['is not one', new Blob([text('PK\u0003\u0004 or so they say')]), 'import/corrupt'],
    ['lies about a checksum', changed((v, at) => v.setUint32(at + 16, 1, true)), 'import/corrupt'],
    ['promises more than it holds', changed((v, at) => v.setUint32(at + 24, 900, true)), 'import/corrupt'],
    ['has damaged data', changed((v) => v.setUint32(50, 0xffffffff)), 'import/corrupt'],
    ['points outside itself', changed((v, at) => v.setUint32(at + 42, 0xfffffff, true)), 'import/corrupt'],
    ['has a damaged list', changed((v, at) => v.setUint32(at, 7)), 'import/corrupt'],
    ['has a name without end', changed((v, at) => v.setUint16(at + 28, 65_535, true)), 'import/corrupt'],
    ['has a password', changed((v, at) => v.setUint16(at + 8, 1, true)), 'import/encrypted-zip'],
    [
      'is packed in another way',
      changed((v, at) => v.setUint16(at + 10, 12, true)),
      'import/unsupported-zip',
    ],
    ['is Zip64', changed((v, at) => v.setUint32(at + 24, 0xffffffff, true)), 'import/unsupported-zip'],
  ])('that %s is refused', async (_, file, code) => {
    await expect(readAll(file)).rejects.toMatchObject({ code })
  })
})

describe('gzip', () => {
  it('unpacks up to the limit and no further', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(5_000_000)))
    expect(bomb.length).toBeLessThan(10_000)
    const source = gunzipped(fileSource('zeros.gz', new Blob([bomb])))
    await expect(source.read(1_000_000)).rejects.toMatchObject({ code: 'import/too-large' })
    expect(await source.read(5_000_000)).toHaveLength(5_000_000)
    expect(await source.head()).toHaveLength(64)
  })
})
