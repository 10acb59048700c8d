import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CreateGate } from './layer.ts'
import { meetGate, meetInterceptor } from './meeting.ts'

describe('the two scripts of a page', () => {
  const gate: CreateGate = () => {
    throw new Error('not made here')
  }

  beforeEach(() => {
    const page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('meet when inpage runs first', () => {
    const accept = vi.fn()
    meetGate(accept)
    expect(accept).not.toHaveBeenCalled()
    meetInterceptor(gate)
    expect(accept).toHaveBeenCalledExactlyOnceWith(gate)
  })

  it('meet when the gate runs first', () => {
    const accept = vi.fn()
    meetInterceptor(gate)
    meetGate(accept)
    expect(accept).toHaveBeenCalledExactlyOnceWith(gate)
  })

  it('meet once: a page that plays the gate afterwards is not heard', () => {
    const accept = vi.fn()
    meetGate(accept)
    meetInterceptor(gate)
    meetInterceptor(() => gate(async () => 1))
    expect(accept).toHaveBeenCalledExactlyOnceWith(gate)
  })

  it('leave nothing behind that a page could find', () => {
    meetInterceptor(gate)
    meetGate(vi.fn())
    expect('dataUse:gate' in globalThis).toBe(false)
    const accept = vi.fn()
    meetGate(accept)
    expect(accept).not.toHaveBeenCalled()
  })
})
