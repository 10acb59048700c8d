import type { GrantLimits } from '../db/schema.ts'
import { t } from '../i18n/translate.ts'

/** Limits as a person writes them. Empty: none. */
export interface LimitsForm {
  readonly rounds: string
  readonly epsilon: string
  readonly minutes: string
}
export type LimitName = keyof LimitsForm

export const NO_LIMITS: LimitsForm = { rounds: '', epsilon: '', minutes: '' }

interface ReadLimits {
  /** Absent where none is set. */
  readonly limits?: GrantLimits
  readonly errors: Partial<Readonly<Record<LimitName, string>>>
}

/** A whole number above nothing. */
const whole = (text: string): number | undefined => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined)

/** With a point or a comma. */
const decimal = (text: string): number | undefined => {
  const value = /^\d{1,6}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : 0
  return value > 0 ? value : undefined
}

/** What a form says, and what is wrong with the rest of it. The worker checks again. */
export const readLimits = (form: LimitsForm): ReadLimits => {
  const rounds = form.rounds.trim()
  const epsilon = form.epsilon.trim()
  const minutes = form.minutes.trim()
  const limits: GrantLimits = {
    ...(whole(rounds) === undefined ? {} : { maxRounds: whole(rounds)! }),
    ...(decimal(epsilon) === undefined ? {} : { maxEpsilon: decimal(epsilon)! }),
    ...(whole(minutes) === undefined ? {} : { maxDeviceMinutes: whole(minutes)! }),
  }
  const errors: Partial<Record<LimitName, string>> = {}
  if (rounds !== '' && limits.maxRounds === undefined) errors.rounds = t('prompt.limitWhole')
  if (epsilon !== '' && limits.maxEpsilon === undefined) errors.epsilon = t('prompt.limitNumber')
  if (minutes !== '' && limits.maxDeviceMinutes === undefined) errors.minutes = t('prompt.limitWhole')
  return { errors, ...(Object.keys(limits).length === 0 ? {} : { limits }) }
}
