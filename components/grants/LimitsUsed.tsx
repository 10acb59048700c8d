import { formatEpsilon, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { GrantLine } from '../../lib/views/grantLine.ts'
import { Meter } from '../ui/Meter.tsx'
import { conditionWords } from './limitWords.ts'

/** How much of the person's own limits is used, and when it trains. Nothing where there are none. */
export function LimitsUsed({ grant: { limits, use } }: { readonly grant: GrantLine }) {
  const { maxRounds, maxEpsilon, maxDeviceMinutes, device = {} } = limits
  const conditions = conditionWords(device)
  const hasFigures = [maxRounds, maxEpsilon, maxDeviceMinutes].some((limit) => limit !== undefined)
  return (
    <>
      {hasFigures && (
        <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
          {maxRounds !== undefined && (
            <Used
              what={t('grants.limitOn.rounds')}
              figure={t('grants.used.rounds', { used: use.rounds, most: maxRounds })}
              share={use.rounds / maxRounds}
            />
          )}
          {maxEpsilon !== undefined && (
            <Used
              what={t('grants.limitOn.epsilon')}
              figure={t('grants.used.epsilon', {
                used: formatEpsilon(use.epsilon),
                most: formatEpsilon(maxEpsilon),
              })}
              share={use.epsilon / maxEpsilon}
            />
          )}
          {maxDeviceMinutes !== undefined && (
            <Used
              what={t('grants.limitOn.minutes')}
              figure={t('grants.used.minutes', {
                used: formatNumber(use.minutes, use.minutes < 10 ? 1 : 0),
                most: maxDeviceMinutes,
              })}
              share={use.minutes / maxDeviceMinutes}
            />
          )}
        </ul>
      )}
      {conditions !== undefined && <p className="num mt-1 text-sm text-soft">{conditions}</p>}
    </>
  )
}

interface UsedProps {
  readonly what: string
  readonly figure: string
  readonly share: number
}

function Used({ what, figure, share }: UsedProps) {
  return (
    <li className="w-36">
      <span className="num block text-sm">{figure}</span>
      <Meter spent={share} label={t('grants.used.label', { what, figure })} />
    </li>
  )
}
