import { t } from '../../lib/i18n/translate.ts'
import { Entries } from '../activity/Entries.tsx'
import { Stamps } from '../activity/Stamps.tsx'
import { Verify } from '../activity/Verify.tsx'
import { Lead } from './Page.tsx'

/** The hash-chained log: whether it holds, what stands in it, and where its state was put on chain. */
export function ActivityPage() {
  return (
    <>
      <Lead>{t('activity.lead')}</Lead>
      <Verify />
      <Entries />
      <Stamps />
    </>
  )
}
