import { describe, expect, it } from 'vitest'
import { announceGpc } from './announce.ts'

/** A stand-in for a page's Navigator, whose own attribute refuses strangers as the browser's do. */
const standInScope = () => {
  class Navigator {
    #brand = 'browser'
    get userAgent() {
      return this.#brand
    }
  }
  return { Navigator, navigator: new Navigator() as Navigator & { globalPrivacyControl?: boolean } }
}

describe('the attribute', () => {
  it('is true for every navigator, and looks like one of the browser', () => {
    const { Navigator, navigator } = standInScope()
    expect(navigator.globalPrivacyControl).toBeUndefined()
    announceGpc({ Navigator })
    expect(navigator.globalPrivacyControl).toBe(true)
    expect(Object.keys(navigator)).toEqual([])
    const { get, ...rest } = Object.getOwnPropertyDescriptor(Navigator.prototype, 'globalPrivacyControl')!
    expect(rest).toEqual({ enumerable: true, configurable: true, set: undefined })
    expect(get?.name).toBe('get globalPrivacyControl')
  })

  it('cannot be asked of anything else, nor be set', () => {
    const { Navigator, navigator } = standInScope()
    announceGpc({ Navigator })
    const { get } = Object.getOwnPropertyDescriptor(Navigator.prototype, 'globalPrivacyControl')!
    expect(() => Reflect.apply(get!, {}, [])).toThrow(TypeError)
    expect(() => {
      navigator.globalPrivacyControl = false
    }).toThrow(TypeError)
  })

  it("takes the place of the browser's own that says no", () => {
    const { Navigator, navigator } = standInScope()
    Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {
      get: () => false,
      configurable: true,
    })
    announceGpc({ Navigator })
    expect(navigator.globalPrivacyControl).toBe(true)
  })
})
