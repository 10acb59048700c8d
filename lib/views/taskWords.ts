import { inert, termWords } from '../i18n/untrusted.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { modelShape, modelWords } from './modelWords.ts'
import { pipelineWords } from './pipelineWords.ts'
import type { Place, Shown } from './suspicions.ts'

/** As much of a publisher's text is shown. What the protocol bounds below this is shown whole. */
const SHOWN = {
  publisher: 80,
  title: 120,
  description: 2000,
  recipients: 120,
  license: 80,
  accepts: 500,
  jurisdiction: 40,
  contact: 160,
  url: 160,
  fields: 400,
  labels: 300,
} as const satisfies Partial<Record<Place, number>>

/** The publisher's name in a headline. */
const HEADLINE = 40

/** All texts of a task that a screen shows, inert and bounded: the manifest's own never reach a component. */
export interface TaskWords {
  readonly publisher: string
  /** As far as a headline has room for it. */
  readonly publisherShort: string
  readonly title: string
  readonly description: string
  readonly recipients: readonly string[]
  readonly license: string
  readonly accepts: string
  readonly jurisdiction: string
  readonly contact: string
  readonly url: string
  readonly coordinator: string
  readonly purposes: string
  readonly category: string
  /** What happens to each record before training. */
  readonly prepared: string
  /** What kind of model is trained, and how large it is. */
  readonly model: string
  readonly modelShape: string
}

/** What is left of a manifest for figures: no text of the publisher's. */
export type TaskFigures = Pick<TaskManifest, 'privacy' | 'training' | 'schedule' | 'model' | 'update'> & {
  readonly data: Pick<TaskManifest['data'], 'kind' | 'minRecords' | 'maxRecords'>
  readonly aggregation: Pick<TaskManifest['aggregation'], 'minCohort'>
  readonly reward: Omit<TaskManifest['reward'], 'accepts'>
  readonly terms: Pick<TaskManifest['terms'], 'retentionDays'>
  readonly publisher: Pick<TaskManifest['publisher'], 'address'>
}

const contactOf = ({ publisher }: TaskManifest): string => publisher.contact.replace(/^mailto:/, '')

export const taskWords = (manifest: TaskManifest): TaskWords => {
  const { publisher, terms, reward, aggregation, purposes, data, pipeline } = manifest
  const { architecture } = manifest.model
  return {
    publisher: inert(publisher.name, SHOWN.publisher),
    publisherShort: inert(publisher.name, HEADLINE),
    title: inert(manifest.title, SHOWN.title),
    description: inert(manifest.description, SHOWN.description),
    recipients: terms.recipients.map((recipient) => inert(recipient, SHOWN.recipients)),
    license: inert(terms.modelLicense, SHOWN.license),
    accepts: inert(reward.accepts, SHOWN.accepts),
    jurisdiction: inert(publisher.jurisdiction, SHOWN.jurisdiction),
    contact: inert(contactOf(manifest), SHOWN.contact),
    url: inert(publisher.url, SHOWN.url),
    coordinator: inert(new URL(aggregation.coordinator).host, 80),
    purposes: purposes.map(termWords).join(', '),
    category: termWords(data.category),
    prepared: pipelineWords(pipeline),
    model: modelWords(architecture),
    modelShape: modelShape(architecture),
  }
}

export const taskFigures = (manifest: TaskManifest): TaskFigures => {
  const { privacy, training, schedule, model, update, data, aggregation, reward, terms, publisher } = manifest
  const { accepts: _, ...money } = reward
  const { kind, minRecords, maxRecords } = data
  return {
    privacy,
    training,
    schedule,
    model,
    update,
    data: { kind, minRecords, maxRecords },
    aggregation: { minCohort: aggregation.minCohort },
    reward: money,
    terms: { retentionDays: terms.retentionDays },
    publisher: { address: publisher.address },
  }
}

/** The same texts as they were written, for a look at what they may be taken for. */
export const shownWords = (manifest: TaskManifest): readonly Shown[] => {
  const { publisher, terms, reward, pipeline } = manifest
  const text = (place: keyof typeof SHOWN, words: string, isName = false): Shown => ({
    place,
    text: words,
    isName,
    max: SHOWN[place],
  })
  return [
    { ...text('publisher', publisher.name, true), max: HEADLINE },
    text('title', manifest.title, true),
    text('description', manifest.description),
    ...terms.recipients.map((recipient) => text('recipients', recipient, true)),
    text('license', terms.modelLicense, true),
    text('accepts', reward.accepts),
    text('jurisdiction', publisher.jurisdiction, true),
    text('contact', contactOf(manifest)),
    text('url', publisher.url),
    ...pipeline.flatMap((step) =>
      step.step === 'select'
        ? [text('fields', step.fields.join(', '))]
        : step.step === 'tokenise'
          ? [text('fields', step.field)]
          : step.step === 'label'
            ? [{ ...text('labels', step.classes.join(', ')), max: Infinity }]
            : [],
    ),
  ]
}
