import { useState } from 'react'
import { formatDuration, formatMoment, formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { RunView } from '../../lib/views/run.ts'
import { trainingView } from '../../lib/views/training.ts'
import { LossCurve } from '../charts/LossCurve.tsx'
import { waitingWords } from '../grants/limitWords.ts'
import { Confirm } from '../ui/Dialog.tsx'
import { Progress } from '../ui/Meter.tsx'
import { Empty, Problem, Tag } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask, useView } from '../useView.ts'
import { Cell, Lead, Loaded, Section, Table } from './Page.tsx'

/** What the device computes, with the loss curve of the round under way. */
export function TrainingPage() {
  const live = useView(trainingView)
  return (
    <>
      <Lead>{t('training.lead')}</Lead>
      <Loaded live={live}>
        {({ open, past, totalMs }) => (
          <>
            <Section title={t('training.now')}>
              {open.length === 0 && <Empty>{t('training.none')}</Empty>}
              {open.map((run) => (
                <OpenRun key={run.id} run={run} />
              ))}
            </Section>
            <Section
              title={t('training.past')}
              aside={
                totalMs > 0 && (
                  <span className="num text-sm text-soft">
                    {t('training.total', { time: formatDuration(totalMs) })}
                  </span>
                )
              }
            >
              {past.length === 0 ? <Empty>{t('training.pastNone')}</Empty> : <Past runs={past} />}
            </Section>
          </>
        )}
      </Loaded>
    </>
  )
}

const isComputing = ({ phase }: RunView) => phase === 'ready' || phase === 'training'

function OpenRun({ run }: { readonly run: RunView }) {
  const { publisher, round, rounds, phase, paused, step, steps, timeLeft, engine, losses, trainMs } = run
  const { waitsFor } = run
  return (
    <article className="border-line border-t py-4">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h3 className="grow font-semibold">
          <T k="training.round" params={{ publisher: <bdi>{publisher}</bdi>, round, rounds }} />{' '}
          <Tag tone={isComputing(run) && !paused ? 'accent' : 'plain'}>
            {paused ? t('grant.paused') : t(`phase.${phase}`)}
          </Tag>
        </h3>
        {isComputing(run) && <RunActions run={run} />}
      </div>
      {run.model !== undefined && <p className="mt-1 text-sm text-soft">{run.model}</p>}
      {waitsFor.length > 0 && <p className="mt-1 text-sm">{waitingWords(waitsFor)}</p>}
      <div className="mt-3">
        <Progress value={isComputing(run) ? step : steps} max={steps} label={t('popup.progress')} />
      </div>
      <p className="num mt-1.5 text-sm text-soft">
        {timeLeft === undefined || paused
          ? t('popup.steps', { step, steps })
          : t('popup.stepsLeft', { step, steps, left: formatDuration(timeLeft) })}
        {'. '}
        {engine !== undefined &&
          t('training.computes', { engine: t(`engine.${engine}`), time: formatDuration(trainMs) })}{' '}
        {t('training.closes', { when: formatMoment(run.closesAt) })}
      </p>
      {run.problem !== undefined && (
        <Problem>
          {run.problem.message} {run.problem.todo}
        </Problem>
      )}
      <h4 className="mt-4 mb-1 text-sm text-soft">{t('training.loss')}</h4>
      {losses.length < 2 ? (
        <p className="text-sm text-soft">{t('training.lossNone')}</p>
      ) : (
        <div className="max-w-[640px]">
          <LossCurve losses={losses} steps={steps} label={lossLabel(losses)} />
        </div>
      )}
    </article>
  )
}

const lossLabel = (losses: readonly number[]): string =>
  t('training.lossLabel', {
    first: formatNumber(losses[0] ?? 0, 3),
    last: formatNumber(losses.at(-1) ?? 0, 3),
    step: losses.length,
  })

function RunActions({ run }: { readonly run: RunView }) {
  const { id, publisher, round, paused } = run
  const [isAsking, setAsking] = useState(false)
  const pause = useTask(() => command('run.pause', { runId: id, paused: !paused }))
  return (
    <>
      <button
        type="button"
        className="action"
        aria-disabled={pause.isRunning}
        aria-label={t(paused ? 'popup.resumeOne' : 'popup.pauseOne', { publisher })}
        onClick={pause.run}
      >
        {t(paused ? 'popup.resume' : 'popup.pause')}
      </button>
      <button
        type="button"
        className="action text-stop"
        aria-label={t('training.cancelOne', { round, publisher })}
        onClick={() => setAsking(true)}
      >
        {t('training.cancel')}
      </button>
      {pause.error !== undefined && <Problem>{pause.error}</Problem>}
      {isAsking && (
        <Confirm
          title={t('training.cancelSure')}
          action={t('training.cancel')}
          onConfirm={() => command('run.cancel', { runId: id })}
          onClose={() => setAsking(false)}
        >
          <p>{t('training.cancelText')}</p>
        </Confirm>
      )}
    </>
  )
}

function Past({ runs }: { readonly runs: readonly RunView[] }) {
  const heads = [
    { name: t('training.ended') },
    { name: t('training.round.column') },
    { name: t('training.state') },
    { name: t('training.engine') },
    { name: t('training.lossColumn') },
    { name: t('training.time'), isNumber: true },
  ]
  return (
    <Table caption={t('training.past')} heads={heads}>
      {runs.map((run) => (
        <tr key={run.id}>
          <Cell>
            <span className="whitespace-nowrap">{formatMoment(run.updatedAt)}</span>
          </Cell>
          <Cell>
            <T
              k="training.round"
              params={{ publisher: <bdi>{run.publisher}</bdi>, round: run.round, rounds: run.rounds }}
            />
          </Cell>
          <Cell>
            <Tag tone={run.phase === 'failed' ? 'warn' : 'plain'}>{t(`phase.${run.phase}`)}</Tag>
            {run.problem !== undefined && (
              <span className="mt-1 block text-sm text-warn">
                {run.problem.message} {run.problem.todo}
              </span>
            )}
          </Cell>
          <Cell isSoft>{run.engine === undefined ? '' : t(`engine.${run.engine}`)}</Cell>
          <Cell isSoft>
            {run.losses.length > 1 &&
              `${formatNumber(run.losses[0] ?? 0, 2)} → ${formatNumber(run.losses.at(-1) ?? 0, 2)}`}
          </Cell>
          <Cell isNumber>{formatDuration(run.trainMs)}</Cell>
        </tr>
      ))}
    </Table>
  )
}
