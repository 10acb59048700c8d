import { t } from '../i18n/translate.ts'
import { inert } from '../i18n/untrusted.ts'
import type { PipelineStep } from '../protocol/task.ts'

const stepWords = (step: PipelineStep): string => {
  switch (step.step) {
    case 'resize':
      return t('prompt.step.resize', { width: step.width, height: step.height })
    case 'select':
      return t('prompt.step.select', { fields: inert(step.fields.join(', '), 400) })
    case 'tokenise':
      return t('prompt.step.tokenise', {
        field: inert(step.field, 80),
        words: step.words,
        buckets: step.buckets,
      })
    case 'label':
      return t('prompt.step.label', { classes: step.classes.length })
    default:
      return t(`prompt.step.${step.step}`)
  }
}

/** What happens to each record before training, in words. */
export const pipelineWords = (steps: readonly PipelineStep[]): string => steps.map(stepWords).join(', ')
