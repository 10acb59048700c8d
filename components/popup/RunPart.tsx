import { formatDuration } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { PopupView } from '../../lib/views/popup.ts'
import type { RunView } from '../../lib/views/run.ts'
import { waitingWords } from '../grants/limitWords.ts'
import { Progress } from '../ui/Meter.tsx'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask } from '../useView.ts'

/** What the device does for whom, or what it waits for. */
export function RunPart({ view }: { readonly view: PopupView }) {
  const { run, waitingFor, problem } = view
  return (
    <section className="border-line border-t px-[18px] py-3">
      {run === undefined ? (
        <Idle waitingFor={waitingFor} />
      ) : (
        <Run run={view.pausedAll ? { ...run, paused: true } : run} canResume={!view.pausedAll} />
      )}
      {problem !== undefined && (
        <Problem>
          <b className="block font-semibold">
            <T k="popup.problem" params={{ publisher: <bdi>{problem.publisher}</bdi> }} />
          </b>
          {problem.problem.message} {problem.problem.todo}
        </Problem>
      )}
    </section>
  )
}

function Idle({ waitingFor }: { readonly waitingFor: PopupView['waitingFor'] | undefined }) {
  return (
    <>
      <h2 className="font-sans font-semibold tracking-normal">{t('popup.idle')}</h2>
      <p className="mt-0.5 text-soft text-sm">
        {waitingFor === undefined ? (
          t('popup.idleNone')
        ) : (
          <T k="popup.idleWaiting" params={{ publisher: <bdi>{waitingFor.publisher}</bdi> }} />
        )}
      </p>
    </>
  )
}

const isComputing = ({ phase }: RunView) => phase === 'ready' || phase === 'training'

const headingOf = ({ phase }: RunView) =>
  phase === 'sent'
    ? 'popup.sent'
    : phase === 'ready' || phase === 'training'
      ? 'popup.training'
      : 'popup.sending'

const progressWords = (run: RunView): string => {
  const { step, steps, phase, paused, timeLeft, waitsFor } = run
  if (phase === 'sent') return t('popup.sentNote')
  if (!isComputing(run)) return t('popup.sendingNote')
  if (paused) return t('popup.paused', { step, steps })
  if (waitsFor.length > 0) return waitingWords(waitsFor)
  if (step === 0) return t('popup.starting')
  return timeLeft === undefined
    ? t('popup.steps', { step, steps })
    : t('popup.stepsLeft', { step, steps, left: formatDuration(timeLeft) })
}

interface RunProps {
  readonly run: RunView
  /** False while everything is paused: then only that can be ended. */
  readonly canResume: boolean
}

function Run({ run, canResume }: RunProps) {
  const pause = useTask(() => command('run.pause', { runId: run.id, paused: !run.paused }))
  const isMoving = isComputing(run) && !run.paused && run.waitsFor.length === 0
  return (
    <>
      <div className="flex items-baseline gap-2">
        <h2 className="grow font-sans font-semibold tracking-normal">
          <span
            className={`mr-1.5 inline-block size-[7px] rounded-full ${isMoving ? 'bg-accent' : 'border border-edge'}`}
          />
          <T k={headingOf(run)} params={{ publisher: <bdi>{run.publisher}</bdi> }} />
        </h2>
        <span className="num whitespace-nowrap text-sm text-soft">
          {t('popup.round', { round: run.round, rounds: run.rounds })}
        </span>
      </div>
      <div className="mt-2.5 mb-1">
        <Progress
          value={isComputing(run) ? run.step : run.steps}
          max={run.steps}
          label={t('popup.progress')}
        />
      </div>
      <div className="num flex min-h-6 items-center gap-2 text-sm text-soft">
        <span className="grow">{progressWords(run)}</span>
        {isComputing(run) && canResume && (
          <button
            type="button"
            className="action"
            aria-disabled={pause.isRunning}
            aria-label={t(run.paused ? 'popup.resumeOne' : 'popup.pauseOne', { publisher: run.publisher })}
            onClick={pause.run}
          >
            {t(run.paused ? 'popup.resume' : 'popup.pause')}
          </button>
        )}
      </div>
      {pause.error !== undefined && <Problem>{pause.error}</Problem>}
    </>
  )
}
