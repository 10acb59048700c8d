import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manifestFixture } from '../protocol/task.fixture.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { shownWords, taskFigures, taskWords } from './taskWords.ts'

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** What tricks are made of, between letters of any script. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'\u202e\u2066\u200b\u200f\u00ad\u3164\u2800\u001b\ue000\ud800\u0300<&\n *_['),
  ),
  minLength: 1,
  maxLength: 80,
})

const hostileManifest = fc
  .record({ name: hostile, title: hostile, text: hostile, recipient: hostile, term: hostile, field: hostile })
  .map(({ name, title, text, recipient, term, field }): TaskManifest => {
    const { publisher, terms, reward } = manifestFixture()
    return manifestFixture({
      title,
      description: text,
      publisher: {
        ...publisher,
        name,
        jurisdiction: term,
        contact: `mailto:${text}`,
        url: `https://a.example/${text}`,
      },
      terms: { ...terms, recipients: [recipient, name], modelLicense: term },
      reward: { ...reward, accepts: text },
      pipeline: [
        { step: 'select', fields: [field, name] },
        { step: 'label', classes: [field, title] },
      ],
    })
  })

const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : []

describe('the words of a task', () => {
  it('are shown as they are where they are plain', () => {
    expect(taskWords(manifestFixture())).toMatchObject({
      publisher: 'Digit Lab',
      contact: 'hello@digits.example',
      purposes: 'scientific research',
      coordinator: 'coordinator.example',
      prepared: 'resized to 28 × 28, turned grey, sorted into 10 classes',
    })
  })

  it('hold no control, no mark of direction and nothing unseen, whatever a publisher writes', () => {
    fc.assert(
      fc.property(hostileManifest, (manifest) => {
        for (const text of textsOf(taskWords(manifest))) {
          expect(text).not.toMatch(UNSEEN)
          expect(text).not.toMatch(/\p{M}{3}/u)
        }
      }),
    )
  })

  it('are all that a screen gets of a publisher’s texts', () => {
    fc.assert(
      fc.property(hostileManifest, (manifest) => {
        for (const text of textsOf(taskFigures(manifest))) expect(text).toMatch(/^[\x20-\x7e]*$/)
      }),
    )
  })

  it('are looked at one by one, as they were written', () => {
    const manifest = manifestFixture({ title: '\u202eA' })
    expect(shownWords(manifest)).toContainEqual(expect.objectContaining({ place: 'title', text: '\u202eA' }))
    const places = new Set(shownWords(manifest).map(({ place }) => place))
    expect([...places]).toEqual([
      'publisher',
      'title',
      'description',
      'recipients',
      'license',
      'accepts',
      'jurisdiction',
      'contact',
      'url',
      'labels',
    ])
  })
})
