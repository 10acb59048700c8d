import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { type RequestLine, requestsView } from '../../lib/views/requests.ts'
import { GrantItem } from '../grants/GrantItem.tsx'
import { Grants } from '../grants/Grants.tsx'
import { PausedSites } from '../sites/PausedSites.tsx'
import { Empty, Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask, useView } from '../useView.ts'
import { Cell, Lead, Loaded, Section, Table } from './Page.tsx'

/** Who asked, who may use what, until when; revoking takes as many clicks as granting. */
export function RequestsPage() {
  const live = useView(requestsView)
  return (
    <>
      <Lead>{t('requests.lead')}</Lead>
      <Loaded live={live}>
        {({ waiting, grants, ended, answered }) => (
          <>
            <Waiting waiting={waiting} />
            <PausedSites />
            <Grants grants={grants} />
            {ended.length > 0 && (
              <Section title={t('requests.ended')}>
                <ul>
                  {ended.map((grant) => (
                    <GrantItem key={grant.id} grant={grant} />
                  ))}
                </ul>
              </Section>
            )}
            {answered.length > 0 && <Answered answered={answered} />}
          </>
        )}
      </Loaded>
    </>
  )
}

function Waiting({ waiting }: { readonly waiting: readonly RequestLine[] }) {
  const show = useTask(() => command('prompt.show', {}))
  return (
    <Section title={t('requests.waiting')}>
      {waiting.length === 0 ? (
        <Empty>{t('requests.waitingNone')}</Empty>
      ) : (
        <ul>
          {waiting.map((request) => (
            <li key={request.id} className="flex flex-wrap items-baseline gap-x-4 border-line border-t py-3">
              <p className="grow">
                <Asks request={request} />
                <span className="num block text-sm text-soft">
                  <bdi>{inert(request.origin, 80)}</bdi>, {formatMoment(request.receivedAt)}
                </span>
              </p>
              <button type="button" className="action" onClick={show.run}>
                {t('requests.answer')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {show.error !== undefined && <Problem>{show.error}</Problem>}
    </Section>
  )
}

function Asks({ request }: { readonly request: RequestLine }) {
  if (request.asks === 'wallet')
    return (
      <T
        k="requests.asksWallet"
        params={{
          site: <bdi>{inert(new URL(request.origin).host, 80)}</bdi>,
          kind: t(`kind.${request.kind}`),
        }}
      />
    )
  const { publisher, title } = request
  return <T k="requests.asks" params={{ publisher: <bdi>{publisher}</bdi>, title: <bdi>{title}</bdi> }} />
}

function Answered({ answered }: { readonly answered: readonly RequestLine[] }) {
  const heads = [
    { name: t('requests.when') },
    { name: t('requests.site') },
    { name: t('requests.task') },
    { name: t('requests.answerColumn') },
    { name: t('requests.reason') },
  ]
  return (
    <Section title={t('requests.answered')}>
      <Table caption={t('requests.answered')} heads={heads}>
        {answered.map(({ id, decidedAt, origin, decision, ...asked }) => (
          <tr key={id}>
            <Cell>
              <span className="whitespace-nowrap">
                {decidedAt === undefined ? '' : formatMoment(decidedAt)}
              </span>
            </Cell>
            <Cell>
              <bdi>{inert(origin, 80)}</bdi>
            </Cell>
            <Cell>
              {asked.asks === 'data' ? (
                <>
                  <bdi>{asked.publisher}</bdi>: <bdi>{asked.title}</bdi>
                </>
              ) : (
                <T k="requests.walletTask" params={{ method: <bdi>{asked.method}</bdi> }} />
              )}
            </Cell>
            <Cell>
              {decision === undefined
                ? ''
                : t(decision.effect === 'allow' ? 'requests.allowed' : 'requests.refused')}
            </Cell>
            <Cell isSoft>{decision?.reason}</Cell>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
