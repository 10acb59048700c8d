import { formatDelta, formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { T } from '../ui/T.tsx'
import { Fact } from './Row.tsx'
import type { RowProps } from './Rows.tsx'

/** What record-level protection hides, and what it does not. */
export function LeavesDetail({ view }: RowProps) {
  const { aggregation, privacy, schedule } = view.manifest
  return (
    <>
      <p>
        <T
          k="prompt.leavesTwice"
          params={{
            host: <bdi>{inert(new URL(aggregation.coordinator).host, 80)}</bdi>,
            rounds: schedule.rounds,
          }}
        />
      </p>
      {privacy.mechanism === 'local' ? (
        <>
          <Fact name={t('prompt.hides')}>
            {t('prompt.hidesText', {
              noise: privacy.noiseMultiplier,
              epsilon: formatEpsilon(privacy.maxEpsilon),
              delta: formatDelta(view.budget?.delta ?? 1e-5),
            })}
          </Fact>
          <Fact name={t('prompt.reveals')}>{t('prompt.revealsText')}</Fact>
        </>
      ) : (
        <Fact name={t('prompt.reveals')}>{t('prompt.revealsOpen')}</Fact>
      )}
      <p>{t('prompt.never')}</p>
    </>
  )
}
