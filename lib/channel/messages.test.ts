import { describe, expect, it } from 'vitest'
import { isPageRequest, parseToWorker } from './messages.ts'

const request = { type: 'request', id: 'a', method: 'dataUse_request', params: [{}], replayed: false }

describe('messages to the worker', () => {
  it('are read as they were sent', () => {
    expect(parseToWorker(request)).toEqual(request)
    expect(parseToWorker({ type: 'delivered', id: 'a' })).toEqual({ type: 'delivered', id: 'a' })
  })

  it('may lack params, which JSON drops when they are undefined', () => {
    const { params: _, ...bare } = request
    expect(parseToWorker(bare)).toEqual({ ...bare, params: undefined })
  })

  it.each([
    ['an unknown field', { ...request, origin: 'https://bank.example' }],
    ['an unknown type', { ...request, type: 'answer' }],
    ['no id', { ...request, id: undefined }],
    ['an empty id', { ...request, id: '' }],
    ['an endless id', { ...request, id: 'x'.repeat(65) }],
    ['an endless method', { ...request, method: 'x'.repeat(65) }],
    ['a method that is no string', { ...request, method: 7 }],
    ['no word on being replayed', { ...request, replayed: undefined }],
    ['more than an id in delivered', { type: 'delivered', id: 'a', result: 1 }],
    ['an array', [request]],
    ['nothing', null],
    ['a string', 'request'],
  ])('are refused with %s', (_, message) => {
    expect(parseToWorker(message)).toBeUndefined()
  })
})

it('a page request needs an id and a method, and nothing more is assumed', () => {
  expect(isPageRequest({ id: 'a', method: 'dataUse_getGrants' })).toBe(true)
  expect(isPageRequest({ id: 1, method: 'dataUse_getGrants' })).toBe(false)
  expect(isPageRequest(undefined)).toBe(false)
})
