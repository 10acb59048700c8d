import type { LimitsWish } from '../consent/limitsOfGrant.ts'
import { t } from '../i18n/translate.ts'
import type { DeviceConditions } from '../policy/rule.ts'
import type { GrantBounds, GrantLine } from './grantLine.ts'

/** Limits of a grant as a person writes them. Empty: as far as the task goes. */
export interface GrantLimitsForm {
  readonly rounds: string
  readonly epsilon: string
  readonly minutes: string
  /** `2026-11-30`: that day included. */
  readonly until: string
  readonly idle: boolean
  readonly charging: boolean
  readonly unmetered: boolean
  /** `22:00`. */
  readonly from: string
  readonly to: string
  readonly minutesPerDay: string
}

type Texts = {
  readonly [K in keyof GrantLimitsForm as GrantLimitsForm[K] extends string ? K : never]: string
}
export type LimitField = keyof Texts

const two = (value: number): string => String(value).padStart(2, '0')

const dayOf = (at: number): string => {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const clockOf = (minute: number | undefined): string =>
  minute === undefined ? '' : `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

const numberOf = (value: number | undefined): string => (value === undefined ? '' : String(value))

type Limited = Pick<GrantLine, 'limits' | 'expiresAt' | 'bounds'>

/** What the grant is held to now, as a form. */
export const limitsForm = ({ limits, expiresAt, bounds }: Limited): GrantLimitsForm => ({
  rounds: numberOf(limits.maxRounds),
  epsilon: numberOf(limits.maxEpsilon),
  minutes: numberOf(limits.maxDeviceMinutes),
  until: expiresAt < bounds.closesAt ? dayOf(expiresAt) : '',
  idle: limits.device?.idle === true,
  charging: limits.device?.charging === true,
  unmetered: limits.device?.unmetered === true,
  from: clockOf(limits.device?.hours?.from),
  to: clockOf(limits.device?.hours?.to),
  minutesPerDay: numberOf(limits.device?.maxMinutesPerDay),
})

const whole = (text: string): number | undefined => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined)

/** With a point or a comma. */
const decimal = (text: string): number | undefined => {
  const value = /^\d{1,6}([.,]\d{1,12})?$/.test(text) ? Number(text.replace(',', '.')) : 0
  return value > 0 ? value : undefined
}

const minuteOf = (text: string): number | undefined => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** The last moment of that day, on the reader's own calendar. */
const endOfDay = (text: string): number | undefined => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  const at = new Date(Number(year), Number(month) - 1, Number(day) + 1).getTime() - 1
  return Number.isNaN(at) ? undefined : at
}

export interface ReadForm {
  readonly wish: LimitsWish
  readonly errors: Partial<Readonly<Record<LimitField, string>>>
}

/** What a form says, and what is wrong with the rest of it. The worker checks again. */
export const readLimitsForm = (form: GrantLimitsForm, line: Limited, now: number): ReadForm => {
  const errors: Partial<Record<LimitField, string>> = {}
  const read = <T>(
    field: LimitField,
    parse: (text: string) => T | undefined,
    error: string,
  ): T | undefined => {
    const text = form[field].trim()
    if (text === '') return undefined
    const value = parse(text)
    if (value === undefined) errors[field] = error
    return value
  }
  const maxRounds = read('rounds', whole, t('grants.error.whole'))
  const maxEpsilon = read('epsilon', decimal, t('grants.error.number'))
  const maxDeviceMinutes = read('minutes', whole, t('grants.error.whole'))
  const maxMinutesPerDay = read(
    'minutesPerDay',
    (text) => ((whole(text) ?? 1441) > 1440 ? undefined : whole(text)),
    t('grants.error.minutesPerDay'),
  )
  const from = read('from', minuteOf, t('grants.error.hours'))
  const to = read('to', minuteOf, t('grants.error.hours'))
  if ((from === undefined) !== (to === undefined))
    errors[from === undefined ? 'from' : 'to'] = t('grants.error.hours')
  else if (from !== undefined && from === to) errors.to = t('grants.error.hoursSame')
  // A day that was not touched means the very moment that holds now.
  const isSameDay = form.until === limitsForm(line).until && form.until !== ''
  const until = isSameDay
    ? line.expiresAt
    : read(
        'until',
        (text) => {
          const at = endOfDay(text)
          return at === undefined || at <= now ? undefined : at
        },
        t('grants.error.until'),
      )
  const device: DeviceConditions = {
    ...(form.idle ? { idle: true } : {}),
    ...(form.charging ? { charging: true } : {}),
    ...(form.unmetered ? { unmetered: true } : {}),
    ...(from === undefined || to === undefined ? {} : { hours: { from, to } }),
    ...(maxMinutesPerDay === undefined ? {} : { maxMinutesPerDay }),
  }
  return {
    errors,
    wish: {
      ...(maxRounds === undefined ? {} : { maxRounds }),
      ...(maxEpsilon === undefined ? {} : { maxEpsilon }),
      ...(maxDeviceMinutes === undefined ? {} : { maxDeviceMinutes }),
      ...(Object.keys(device).length === 0 ? {} : { device }),
      ...(until === undefined ? {} : { until }),
    },
  }
}

const isIn = (minute: number, hours: DeviceConditions['hours']): boolean => {
  if (hours === undefined) return true
  const { from, to } = hours
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to
}

const widensDevice = (before: DeviceConditions, after: DeviceConditions): boolean => {
  const isDropped = (['idle', 'charging', 'unmetered'] as const).some(
    (name) => before[name] === true && after[name] !== true,
  )
  const hasMoreHours = Array.from({ length: 1440 }, (_, minute) => minute).some(
    (minute) => isIn(minute, after.hours) && !isIn(minute, before.hours),
  )
  return isDropped || hasMoreHours || (after.maxMinutesPerDay ?? 1440) > (before.maxMinutesPerDay ?? 1440)
}

/** Whether anything goes further than before: the person is asked once more then. */
export const widens = ({ limits, expiresAt, bounds }: Limited, wish: LimitsWish): boolean => {
  const most = (value: number | undefined, bound: number) => Math.min(value ?? bound, bound)
  const { rounds, epsilon = Number.POSITIVE_INFINITY, closesAt }: GrantBounds = bounds
  return (
    most(wish.maxRounds, rounds) > most(limits.maxRounds, rounds) ||
    most(wish.maxEpsilon, epsilon) > most(limits.maxEpsilon, epsilon) ||
    most(wish.maxDeviceMinutes, Number.POSITIVE_INFINITY) >
      most(limits.maxDeviceMinutes, Number.POSITIVE_INFINITY) ||
    most(wish.until, closesAt) > expiresAt ||
    widensDevice(limits.device ?? {}, wish.device ?? {})
  )
}
