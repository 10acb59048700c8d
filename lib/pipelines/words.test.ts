import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fnv1a, wordBuckets, wordsOf, writeShares } from './words.ts'

describe('words of a text', () => {
  it('are runs of letters and digits of any script, in lower case', () => {
    expect(wordsOf('Win $1000 NOW!!! Ça vaut 2€, don’t wait')).toEqual([
      'win',
      '1000',
      'now',
      'ça',
      'vaut',
      '2',
      'don',
      't',
      'wait',
    ])
    expect(wordsOf('Привет, мир — ｆｕｌｌ ﬁne हिन्दी')).toEqual(['привет', 'мир', 'full', 'fine', 'हिन्दी'])
    expect(wordsOf(' …!?')).toEqual([])
  })

  it('are the same however an accent is written', () => {
    expect(wordsOf('re\u0301sume\u0301')).toEqual(wordsOf('résumé'))
  })
})

describe('the hash of a word', () => {
  it('is that of the reference vectors', () => {
    // RFC 9923, appendix C: FNV-1a, 32 bits.
    expect(fnv1a('')).toBe(0x811c9dc5)
    expect(fnv1a('a')).toBe(0xe40c292c)
    expect(fnv1a('foobar')).toBe(0xbf9cf968)
  })
})

describe('a text in buckets', () => {
  const sizes = { words: 4, buckets: 1000 }

  it('keeps the order of words, then says that there are none', () => {
    const one = fnv1a('one') % 1000
    const two = fnv1a('two') % 1000
    expect([...wordBuckets('One two, one', sizes)]).toEqual([one, two, one, 1000])
    expect([...wordBuckets('', sizes)]).toEqual([1000, 1000, 1000, 1000])
  })

  it('stops at its length', () => {
    expect([...wordBuckets('one two one two one two', sizes)]).toEqual([
      ...wordBuckets('one two one two', sizes),
    ])
  })

  it('always has that length, within its buckets', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2, max: 65_536 }),
        (text, words, buckets) => {
          const ids = wordBuckets(text, { words, buckets })
          expect(ids).toHaveLength(words)
          const known = Math.min(words, wordsOf(text).length)
          ids.forEach((id, index) => {
            if (index < known) expect(id).toBeLessThan(buckets)
            else expect(id).toBe(buckets)
            expect(id).toBeGreaterThanOrEqual(0)
          })
        },
      ),
    )
  })
})

describe('what a model reads of words', () => {
  const sharesOf = (words: readonly number[], buckets: number): number[] => {
    const shares = new Float32Array(buckets).fill(7)
    writeShares(words, shares)
    return [...shares]
  }

  it('is the share of each bucket, and nothing of what stands for no word', () => {
    expect(sharesOf([2, 0, 2, 2], 4)).toEqual([0.25, 0, 0.75, 0])
    expect(sharesOf([1, 3, 3], 3)).toEqual([0, 1, 0])
    expect(sharesOf([3, 3], 3)).toEqual([0, 0, 0])
  })

  it('is one together, in whatever order the words are', () => {
    const words = fc.array(fc.nat(20), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(
        words.chain((some) =>
          fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
        ),
        ([some, shuffled]) => {
          const shares = sharesOf(some, 21)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
          expect(sharesOf(shuffled, 21)).toEqual(shares)
        },
      ),
    )
  })
})
