import { locale } from './locale.ts'

/** A number with grouping and at most `digits` fraction digits. */
export const formatNumber = (value: number, digits = 0): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value)

/** Share of one, as a whole percentage; something small is not shown as nothing. */
export const formatPercent = (share: number): string => {
  const percent = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 })
  return share > 0 && share < 0.01 ? `<${percent.format(0.01)}` : percent.format(share)
}

/** Epsilon with one digit; a ledger without noise has no bound. */
export const formatEpsilon = (epsilon: number): string =>
  Number.isFinite(epsilon)
    ? new Intl.NumberFormat(locale(), {
        minimumFractionDigits: 0,
        maximumFractionDigits: epsilon < 0.1 ? 2 : 1,
      }).format(epsilon)
    : '∞'

/** Delta, such as `1e-5`. */
export const formatDelta = (delta: number): string =>
  new Intl.NumberFormat(locale(), { notation: 'scientific', maximumFractionDigits: 1 })
    .format(delta)
    .replace('E', 'e')

/** Bytes in decimal units: 204 KB. */
export const formatBytes = (bytes: number): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const power = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power > 0 && value < 10 ? 1 : 0,
  })
    .format(value)
    .replace('kB', 'KB')
}

/** Milliseconds as the one or two units that matter: 14 s, 3 min, 2 h 5 min. */
export const formatDuration = (ms: number): string => {
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale(), {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: 0,
    })
      .format(value)
      .replace('sec', 's')
      .replace('hr', 'h')
  const seconds = Math.round(ms / 1000)
  if (seconds < 1) return `<${unit(1, 'second')}`
  if (seconds < 90) return unit(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return unit(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`
}

/** Day and minute: 22 Nov, 14:02; the year only where it is another one. */
export const formatMoment = (at: number, now = Date.now()): string => {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
    hourCycle: 'h23',
  }).format(at)
}

/** A moment to come: 14:02 while it is today, otherwise with its day. */
export const formatUntil = (at: number, now = Date.now()): string =>
  new Date(at).toDateString() === new Date(now).toDateString()
    ? new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
    : formatMoment(at, now)

/** Any of these: a, b or c. */
export const formatOr = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'disjunction' }).format(names)

/** All of these: a, b and c. */
export const formatAnd = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names)

export const formatDay = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric' }).format(at)

/** Month of a statement: November 2026. `month` is `2026-11`. */
export const formatMonth = (month: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  )

/** `0x71C…3a9F`: never enough to confirm an account by, only to recognise one. */
export const shortHex = (hex: string): string =>
  hex.length <= 12 ? hex : `${hex.slice(0, 5)}…${hex.slice(-4)}`
