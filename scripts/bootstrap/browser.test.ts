import { describe, expect, it } from 'vitest'
import { objection } from './browser.mjs'

describe('objection', () => {
  it.each(['Chromium 156.0.7000.1 built on Debian', 'Google Chrome for Testing 141.0.7390.37'])(
    'takes %s',
    (version) => {
      expect(objection(version)).toBeUndefined()
    },
  )

  it.each(['Google Chrome 141.0.7390.37', 'Chromium 136.0.7103.59', ''])('does not take "%s"', (version) => {
    expect(objection(version)).toBeTypeOf('string')
  })
})
