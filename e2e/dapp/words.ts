import type { TaskManifest } from '../../lib/sdk/index.ts'
import {
  AlreadyPendingError,
  DisconnectedError,
  InvalidParamsError,
  RateLimitedError,
  RefusedError,
  UnauthorizedError,
  UnsupportedMethodError,
} from '../../lib/sdk/index.ts'

/** Digit Lab pays in a dollar token of six decimals. */
const TOKEN = { symbol: 'USD', decimals: 6 }

const number = new Intl.NumberFormat('en')

const amount = (baseUnits: string): string => {
  const value = Number(baseUnits) / 10 ** TOKEN.decimals
  return `${value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })} ${TOKEN.symbol}`
}

const kilobytes = (bytes: number): string => `${number.format(Math.round(bytes / 1000))} KB`

const PURPOSES: Readonly<Record<string, string>> = {
  'dpv:ScientificResearch': 'Scientific research',
  'dpv:ResearchAndDevelopment': 'Research and development',
}

/** What the page says about the task, by the name of the place where it stands. */
export const taskWords = (task: TaskManifest): Readonly<Record<string, string>> => {
  const { data, model, privacy, purposes, reward, schedule, terms } = task
  const unit = data.kind === 'image' ? 'images' : 'rows'
  const protection =
    privacy.mechanism === 'local'
      ? `clipped and noised on your device before it leaves (ε at most ${privacy.maxEpsilon})`
      : 'without noise'
  return {
    title: task.title,
    description: task.description,
    data: `${number.format(data.minRecords)} to ${number.format(data.maxRecords)} of your ${unit}, used on your own device only`,
    purpose: `${purposes.map((purpose) => PURPOSES[purpose] ?? purpose).join(', ')}. The model is published under ${terms.modelLicense}.`,
    update: `${kilobytes(model.weights.bytes)} per round for ${schedule.rounds} rounds: a change to the model, ${protection}`,
    reward: `${amount(reward.perContribution)} per round, at most ${amount(reward.maxPerContributor)}, from a funded escrow`,
    withdrawal: 'At any time, here or in your extension.',
  }
}

/** A sentence for each way in which a request can end without a grant. */
export const errorWords = (error: unknown): string => {
  if (error instanceof RefusedError)
    return 'Not this time. That is fine; nothing was used and nothing was sent.'
  if (error instanceof AlreadyPendingError) return 'Your extension is still asking you about this.'
  if (error instanceof RateLimitedError) return 'We asked too often. Please wait a minute.'
  if (error instanceof DisconnectedError) return 'Your extension was updated. Please reload this page.'
  if (error instanceof UnauthorizedError)
    return 'This page is shown inside a frame that may not ask. Open it in a tab of its own.'
  if (error instanceof UnsupportedMethodError)
    return 'Your extension is older than what this page needs. Please update it.'
  if (error instanceof InvalidParamsError)
    return `Our request has a mistake, and that is our fault. ${error.message}`
  return 'Something went wrong in the extension. Please try again.'
}
