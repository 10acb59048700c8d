import { formatDelta, formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { T } from '../ui/T.tsx'
import { Fact } from './Row.tsx'
import type { RowProps } from './Rows.tsx'

/** What record-level protection hides, and what it does not. */
export function LeavesDetail({ view }: RowProps) {
  const { privacy, schedule } = view.manifest
  return (
    <>
      <p>
        <T
          k="prompt.leavesTwice"
          params={{ host: <bdi>{view.words.coordinator}</bdi>, rounds: schedule.rounds }}
        />
      </p>
      {privacy.mechanism === 'local' ? (
        <>
          <Fact name={t('prompt.hides')}>
            {t('prompt.hidesPlain')}{' '}
            <span className="text-soft">
              {t('prompt.hidesText', {
                noise: privacy.noiseMultiplier,
                epsilon: formatEpsilon(privacy.maxEpsilon),
                delta: formatDelta(view.budget?.delta ?? 1e-5),
              })}
            </span>
          </Fact>
          <Fact name={t('prompt.reveals')}>
            {t('prompt.revealsPlain')} <span className="text-soft">{t('prompt.revealsText')}</span>
          </Fact>
        </>
      ) : (
        <Fact name={t('prompt.reveals')}>{t('prompt.revealsOpen')}</Fact>
      )}
      <p>{t('prompt.never')}</p>
      <Fact name={t('prompt.model')}>
        {view.words.model} <span className="num text-soft">{view.words.modelShape}</span>
      </Fact>
    </>
  )
}
