import type { CheckState } from '../../lib/db/schema.ts'
import { baseUnits, formatAmount } from '../../lib/i18n/amount.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { chainName } from '../../lib/views/wallet.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask } from '../useView.ts'
import { Fact, Row } from './Row.tsx'
import type { RowProps } from './Rows.tsx'

const FUNDING = {
  running: 'prompt.fundsChecking',
  passed: 'prompt.funded',
  failed: 'prompt.fundsFailed',
} as const

/** What is paid, by whom, when, and whether the money is there. */
export function PaysRow({ view }: RowProps) {
  const { escrow, coordinator, manifest, words } = view
  const { reward } = manifest
  const hasFailed = escrow.state === 'failed' || coordinator.state === 'failed'
  return (
    <Row
      name={t('prompt.pays')}
      summary={
        <span className="num">
          <Amounts view={view} />{' '}
          <span aria-live="polite" className={escrow.state === 'failed' ? 'text-warn' : ''}>
            {t(FUNDING[escrow.state])}
          </span>
        </span>
      }
    >
      <p>
        <T k="prompt.paysWhen" params={{ accepts: <bdi>“{words.accepts}”</bdi> }} />
      </p>
      <p>{t('prompt.paysHow', { chain: chainName(reward.chainId) })}</p>
      <Fact name={t('prompt.checkEscrow')}>
        <Check check={escrow} />
      </Fact>
      <Fact name={t('prompt.checkCoordinator')}>
        <Check check={coordinator} />
      </Fact>
      {hasFailed && (
        <p>
          <CheckAgain requestId={view.requestId} />
        </p>
      )}
      <Fact name={t('prompt.paysSeats')}>
        <span className="num">{reward.seats}</span>
      </Fact>
      <Fact name={t('prompt.escrow')}>
        <code className="break-all font-mono text-sm">{reward.escrow}</code>
      </Fact>
      <Fact name={t('prompt.token')}>
        <code className="break-all font-mono text-sm">{reward.token}</code>
      </Fact>
    </Row>
  )
}

/** Asks the chain and the coordinator once more where they gave no good answer. */
export function CheckAgain({ requestId }: { readonly requestId: string }) {
  const again = useTask(() => command('request.recheck', { requestId }))
  return (
    <>
      <button
        type="button"
        className="action"
        aria-disabled={again.isRunning}
        onClick={() => void again.run()}
      >
        {t('prompt.checkAgain')}
      </button>
      {again.error !== undefined && <Problem>{again.error}</Problem>}
    </>
  )
}

function Amounts({ view }: RowProps) {
  const { token, manifest } = view
  if (token === undefined) return t('prompt.paysUnknown')
  const amount = (base: string) => formatAmount(baseUnits(base), token.decimals)
  return (
    <T
      k="prompt.paysText"
      params={{
        each: amount(manifest.reward.perContribution),
        most: amount(manifest.reward.maxPerContributor),
        symbol: <bdi className="whitespace-nowrap">{inert(token.symbol, 12)}</bdi>,
      }}
    />
  )
}

function Check({ check }: { readonly check: CheckState }) {
  return check.state === 'running' ? t('prompt.checkRunning') : <bdi>{inert(check.detail, 200)}</bdi>
}
