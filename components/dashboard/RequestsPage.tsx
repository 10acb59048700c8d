import { useState } from 'react'
import { formatDay, formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { type GrantLine, type RequestLine, requestsView } from '../../lib/views/requests.ts'
import { PausedSites } from '../sites/PausedSites.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { Empty, Problem, Tag } from '../ui/Notes.tsx'
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
            <Section title={t('requests.grants')}>
              {grants.length === 0 ? (
                <Empty>{t('requests.grantsNone')}</Empty>
              ) : (
                <ul>
                  {grants.map((grant) => (
                    <Grant key={grant.id} grant={grant} />
                  ))}
                </ul>
              )}
            </Section>
            {ended.length > 0 && (
              <Section title={t('requests.ended')}>
                <ul>
                  {ended.map((grant) => (
                    <Grant key={grant.id} grant={grant} />
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

const isLive = ({ state }: GrantLine) => state === 'active' || state === 'paused'

function Grant({ grant }: { readonly grant: GrantLine }) {
  const { id, publisher, title, origin, state, dataset, roundsDone, rounds, expiresAt, endedAt, problem } =
    grant
  return (
    <li className="border-line border-t py-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <p className="min-w-60 grow">
          <b className="font-semibold">
            <bdi>{publisher}</bdi>
          </b>{' '}
          <bdi>{title}</bdi> <Tag tone={state === 'active' ? 'accent' : 'plain'}>{t(`grant.${state}`)}</Tag>
        </p>
        {isLive(grant) && <GrantActions key={id} grant={grant} />}
      </div>
      <p className="num mt-0.5 text-sm text-soft">
        <T k="requests.from" params={{ origin: <bdi>{inert(origin, 80)}</bdi> }} />
        {' · '}
        <T k="requests.usesData" params={{ dataset: <bdi>{dataset ?? t('requests.deletedData')}</bdi> }} />
        {' · '}
        {t('requests.rounds', { done: roundsDone, rounds })}
        {' · '}
        {endedAt === undefined ? t('requests.until', { day: formatDay(expiresAt) }) : formatMoment(endedAt)}
      </p>
      {problem !== undefined && (
        <Problem>
          {problem.message} {problem.todo}
        </Problem>
      )}
    </li>
  )
}

function GrantActions({ grant }: { readonly grant: GrantLine }) {
  const { id, publisher, state } = grant
  const [isAsking, setAsking] = useState(false)
  const isPaused = state === 'paused'
  const pause = useTask(() => command('grant.pause', { grantId: id, paused: !isPaused }))
  return (
    <>
      <button
        type="button"
        className="action"
        aria-disabled={pause.isRunning}
        aria-label={t(isPaused ? 'requests.resumeOne' : 'requests.pauseOne', { publisher })}
        onClick={pause.run}
      >
        {t(isPaused ? 'requests.resume' : 'requests.pause')}
      </button>
      <button
        type="button"
        className="action text-stop"
        aria-label={t('requests.revokeOne', { publisher })}
        onClick={() => setAsking(true)}
      >
        {t('requests.revoke')}
      </button>
      {pause.error !== undefined && <Problem>{pause.error}</Problem>}
      {isAsking && (
        <Confirm
          title={<T k="requests.revokeSure" params={{ publisher: <bdi>{publisher}</bdi> }} />}
          action={t('requests.revoke')}
          onConfirm={() => command('grant.revoke', { grantId: id })}
          onClose={() => setAsking(false)}
        >
          <p>{t('requests.revokeText')}</p>
        </Confirm>
      )}
    </>
  )
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
