import { describe, expect, it } from 'vitest'
import { cnnFixture } from '../protocol/task.fixture.ts'
import type { Architecture, PipelineStep } from '../protocol/task.ts'
import { compilePipeline, type PipelineSource } from './compile.ts'
import { PipelineError } from './errors.ts'

const mlp = (inputs: number, outputs: number): Architecture => ({ kind: 'mlp', inputs, hidden: [8], outputs })
const cnn = (width: number, height: number): Architecture =>
  cnnFixture({
    input: { channels: 1, height, width },
    convolutions: [{ filters: 1, kernel: 1, stride: 1, pad: 0, pool: 1 }],
    outputs: 2,
  })

const DIGITS: PipelineSource = {
  kind: 'image',
  labels: ['0', '1', '2'],
  image: { width: 2, height: 2, channels: 1 },
}
const PEOPLE: PipelineSource = {
  kind: 'table',
  labels: [],
  fields: [
    { name: 'age', type: 'number' },
    { name: 'height', type: 'number' },
    { name: 'name', type: 'text' },
    { name: 'likes', type: 'text' },
  ],
}
const label: PipelineStep = { step: 'label', classes: ['0', '1'] }
const likes: PipelineStep = { step: 'label', field: 'likes', classes: ['no', 'yes'] }

describe('a pipeline that does not fit', () => {
  const select: PipelineStep = { step: 'select', fields: ['age'] }
  const tokenise = { step: 'tokenise', field: 'name', words: 4, buckets: 8 } as const
  const bag = (words: number, buckets: number): Architecture => ({
    kind: 'text-bag',
    words,
    buckets,
    width: 2,
    outputs: 2,
  })
  const varied: PipelineSource = { kind: 'image', labels: ['1'] }
  it.each<[string, PipelineStep[], PipelineSource, Architecture, string, string]>([
    ['inputs', [label], DIGITS, mlp(5, 2), 'inputs-mismatch', 'the steps give 4 numbers; the model takes 5'],
    [
      'another size of picture',
      [label],
      { ...DIGITS, image: { width: 4, height: 1, channels: 1 } },
      cnn(1, 4),
      'inputs-mismatch',
      'model.architecture.input: the steps give pictures of 4 by 1 by 1 (width, height, channels); the model takes 1 by 4 by 1',
    ],
    [
      'a table for convolutions',
      [{ step: 'select', fields: ['age'] }, likes],
      PEOPLE,
      cnn(1, 1),
      'wrong-kind',
      'model.architecture.kind',
    ],
    ['words for numbers', [tokenise, likes], PEOPLE, mlp(4, 2), 'wrong-kind', 'model.architecture.kind'],
    ['numbers for words', [select, likes], PEOPLE, bag(4, 8), 'wrong-kind', 'model.architecture.kind'],
    ['images for words', [label], DIGITS, bag(4, 8), 'wrong-kind', 'model.architecture.kind'],
    ['tokenise on images', [tokenise, label], DIGITS, mlp(4, 2), 'wrong-kind', 'step 0 (tokenise)'],
    ['fewer words', [tokenise, likes], PEOPLE, bag(5, 8), 'inputs-mismatch', 'give 4 words in 8 buckets'],
    ['other buckets', [tokenise, likes], PEOPLE, bag(4, 9), 'inputs-mismatch', 'the model takes 4 in 9'],
    ['words twice', [tokenise, tokenise, likes], PEOPLE, bag(4, 8), 'mixed-steps', 'step 1 (tokenise)'],
    ['words and numbers', [select, tokenise, likes], PEOPLE, bag(4, 8), 'mixed-steps', 'step 0 (select)'],
    [
      'words of a number',
      [{ ...tokenise, field: 'age' }, likes],
      PEOPLE,
      bag(4, 8),
      'not-text',
      'step 0 (tokenise), age',
    ],
    [
      'words of no field',
      [{ ...tokenise, field: 'mood' }, likes],
      PEOPLE,
      bag(4, 8),
      'unknown-field',
      'step 0 (tokenise), mood',
    ],
    ['outputs', [label], DIGITS, mlp(4, 3), 'outputs-mismatch', 'has 2 classes; the model gives 3'],
    ['no label', [{ step: 'greyscale' }], DIGITS, mlp(4, 2), 'label-missing', 'label step is needed'],
    ['two labels', [label, label], DIGITS, mlp(4, 2), 'repeated-step', 'step 1 (label)'],
    [
      'a class twice',
      [{ step: 'label', classes: ['a', 'a'] }],
      DIGITS,
      mlp(4, 2),
      'repeated-class',
      'step 0 (label), classes',
    ],
    [
      'other labels',
      [{ step: 'label', classes: ['cat', 'dog'] }],
      DIGITS,
      mlp(4, 2),
      'labels-unknown',
      'step 0 (label), classes',
    ],
    [
      'a label field on images',
      [{ ...label, field: 'x' }],
      DIGITS,
      mlp(4, 2),
      'wrong-kind',
      'step 0 (label), field',
    ],
    ['select on images', [select, label], DIGITS, mlp(4, 2), 'wrong-kind', 'step 0 (select)'],
    ['unknown size', [label], varied, mlp(4, 2), 'size-unknown', 'resize'],
    [
      'unknown colours',
      [{ step: 'resize', width: 2, height: 2 }, label],
      varied,
      mlp(4, 2),
      'channels-unknown',
      'greyscale',
    ],
    [
      'no spread',
      [{ step: 'normalise', mean: 0, std: 0 }, label],
      DIGITS,
      mlp(4, 2),
      'bad-value',
      'step 0 (normalise), std',
    ],
    ['no select', [likes], PEOPLE, mlp(1, 2), 'select-missing', 'select step'],
    ['two selects', [select, select, likes], PEOPLE, mlp(1, 2), 'repeated-step', 'step 1 (select)'],
    [
      'a field that is not there',
      [{ step: 'select', fields: ['age', 'weight'] }, likes],
      PEOPLE,
      mlp(2, 2),
      'unknown-field',
      'step 0 (select), weight',
    ],
    [
      'a field of text',
      [{ step: 'select', fields: ['name'] }, likes],
      PEOPLE,
      mlp(1, 2),
      'not-a-number',
      'step 0 (select), name',
    ],
    [
      'a field twice',
      [{ step: 'select', fields: ['age', 'age'] }, likes],
      PEOPLE,
      mlp(2, 2),
      'repeated-field',
      'step 0 (select), age',
    ],
    [
      'a scale for nothing',
      [select, { step: 'standardise', fields: { height: { mean: 0, std: 1 } } }, likes],
      PEOPLE,
      mlp(1, 2),
      'unknown-field',
      'height: is standardised but never selected',
    ],
    [
      'a scale for text',
      [select, { step: 'standardise', fields: { name: { mean: 0, std: 1 } } }, likes],
      PEOPLE,
      mlp(1, 2),
      'unknown-field',
      'step 1 (standardise), name',
    ],
    [
      'a scale of zero',
      [select, { step: 'standardise', fields: { age: { mean: 0, std: 0 } } }, likes],
      PEOPLE,
      mlp(1, 2),
      'bad-value',
      'step 1 (standardise), age',
    ],
    [
      'resize on tables',
      [{ step: 'greyscale' }, select, likes],
      PEOPLE,
      mlp(1, 2),
      'wrong-kind',
      'step 0 (greyscale)',
    ],
    [
      'no label field',
      [select, { step: 'label', classes: ['no', 'yes'] }],
      PEOPLE,
      mlp(1, 2),
      'label-field-missing',
      'step 1 (label), field',
    ],
    [
      'a label field that is not there',
      [select, { step: 'label', field: 'x', classes: ['no', 'yes'] }],
      PEOPLE,
      mlp(1, 2),
      'unknown-field',
      'step 1 (label), x',
    ],
  ])('%s', (_, steps, source, architecture, situation, where) => {
    const compile = () => compilePipeline(steps, source, architecture)
    expect(compile).toThrow(PipelineError)
    expect(compile).toThrow(expect.objectContaining({ code: `pipeline/${situation}` }))
    expect(compile).toThrow(where)
  })
})
