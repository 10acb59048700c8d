import { formatAnd } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { DeviceConditions } from '../../lib/policy/rule.ts'

type Name = keyof DeviceConditions

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Trains only while it is charging and between 22:00 and 06:00. Undefined where nothing is asked of the device. */
export const conditionWords = (device: DeviceConditions): string | undefined => {
  const conditions = [
    ...(['idle', 'charging', 'unmetered'] as const)
      .filter((name) => device[name] === true)
      .map((name) => t(`grants.only.${name}`)),
    ...(device.hours === undefined
      ? []
      : [t('grants.only.hours', { from: clock(device.hours.from), to: clock(device.hours.to) })]),
    ...(device.maxMinutesPerDay === undefined
      ? []
      : [t('grants.only.maxMinutesPerDay', { count: device.maxMinutesPerDay })]),
  ]
  return conditions.length === 0 ? undefined : t('grants.only', { conditions: formatAnd(conditions) })
}

/** Waits until the device is charging. */
export const waitingWords = (names: readonly Name[]): string =>
  t('grants.waits', { conditions: formatAnd(names.map((name) => t(`grants.waits.${name}`))) })
