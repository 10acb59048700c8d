import { useState } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { GrantLine } from '../../lib/views/grantLine.ts'
import { Hex } from '../ui/Hex.tsx'
import { AnchorDialog } from './AnchorDialog.tsx'

/** What became of a withdrawal: who has heard of it, and whether it stands on a chain. */
export function Withdrawn({ grant }: { readonly grant: GrantLine }) {
  const { publisher, toldAt, anchor, chain } = grant
  const [isAsking, setAsking] = useState(false)
  const isConfirmed = anchor?.confirmedAt !== undefined
  return (
    <>
      <p className="num mt-1 flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
        {toldAt === undefined ? t('grants.untold') : t('grants.told', { when: formatMoment(toldAt) })}
        {anchor === undefined && (
          <button
            type="button"
            className="action"
            aria-label={t('grants.anchorOne', { publisher })}
            onClick={() => setAsking(true)}
          >
            {t('grants.anchor')}
          </button>
        )}
      </p>
      {anchor !== undefined && (
        <p className="num flex flex-wrap items-baseline gap-x-2 text-sm text-soft">
          {t(isConfirmed ? 'grants.anchored' : 'grants.anchorSent', {
            chain,
            when: formatMoment(anchor.confirmedAt ?? anchor.at),
          })}
          <Hex value={anchor.transaction} what={t('grants.transaction')} />
        </p>
      )}
      {isAsking && <AnchorDialog grant={grant} onClose={() => setAsking(false)} />}
    </>
  )
}
