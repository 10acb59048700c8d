import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf } from './fields.ts'

describe('fieldsOf', () => {
  it('names each value by the path that leads to it', () => {
    expect(
      fieldsOf({ grantee: '0x1', consent: { scopes: ['mail', 'photos'], days: 30, resale: false } }),
    ).toEqual({
      rows: [
        { name: 'grantee', value: '0x1' },
        { name: 'consent › scopes › 1', value: 'mail' },
        { name: 'consent › scopes › 2', value: 'photos' },
        { name: 'consent › days', value: '30' },
        { name: 'consent › resale', value: 'false' },
      ],
      isCut: false,
    })
  })

  it('has nothing to name in what is no object', () => {
    for (const json of ['text', 7, null, undefined, [], {}]) expect(fieldsOf(json).rows).toEqual([])
  })

  it('says when it shows less than there is', () => {
    expect(fieldsOf(Array.from({ length: 25 }, (_, i) => i)).isCut).toBe(true)
    expect(fieldsOf({ long: 'x'.repeat(241) }).isCut).toBe(true)
    expect(fieldsOf({ a: { b: { c: { d: { e: { f: 1 } } } } } })).toEqual({
      rows: [{ name: 'a › b › c › d › e', value: '{"f":1}' }],
      isCut: true,
    })
  })

  it('is bounded and inert whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 7, stringUnit: 'binary' }), (json) => {
        const { rows } = fieldsOf(json)
        expect(rows.length).toBeLessThanOrEqual(24)
        for (const { name, value } of rows) {
          expect(`${name}${value}`).not.toMatch(/[\p{Cc}\p{Cf}]/u)
          expect(value.length).toBeLessThanOrEqual(241)
        }
      }),
    )
  })
})
