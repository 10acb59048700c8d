import { describe, expect, it } from 'vitest'
import { runView } from './run.ts'
import { grantFixture, runFixture } from './views.fixture.ts'

describe('a round on the page of training', () => {
  it('says which model it trains', () => {
    expect(runView(runFixture(), grantFixture()).model).toBe(
      'A neural network of dense layers, 50,890 numbers in all.',
    )
  })

  it('says nothing of it once its grant is gone', () => {
    expect(runView(runFixture(), undefined)).not.toHaveProperty('model')
  })
})
