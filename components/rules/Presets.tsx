import { useId, useMemo, useState } from 'react'
import { formatEpsilon } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { PRESETS, type PresetName } from '../../lib/policy/rule.ts'
import { command } from '../../lib/rpc/client.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { type PresetRow, presetChange, presetRows } from '../../lib/views/rulesPresets.ts'
import { namesOf, sentenceOf } from '../../lib/views/rulesWords.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'
import { Replay } from './Replay.tsx'
import { SaidLine, useSaid } from './Said.tsx'

interface PresetsProps {
  readonly view: RulesView
  /** Of what stands below the page's own headings. */
  readonly heading?: 'h2' | 'h3'
}

/** Three starts, told by what they make of the same examples. Nothing is chosen until the person chooses. */
export function Presets({ view, heading = 'h3' }: PresetsProps) {
  const [chosen, setChosen] = useState<PresetName>()
  const said = useSaid()
  const rows = useMemo(() => presetRows(view.settings, Date.now()), [view.settings])
  return (
    <div>
      <ExampleTable
        rows={rows}
        holds={view.preset}
        chosen={chosen}
        onChoose={(preset) => {
          said.forget()
          setChosen(preset)
        }}
      />
      <SaidLine said={said} />
      {chosen !== undefined && (
        <Change
          key={chosen}
          preset={chosen}
          view={view}
          heading={heading}
          onApplied={(change) => {
            setChosen(undefined)
            said.say(t('rules.preset.applied', { preset: t(`rules.preset.${chosen}`) }), change)
          }}
          onCancel={() => setChosen(undefined)}
        />
      )}
    </div>
  )
}

const TONES = { allow: 'text-accent', ask: '', refuse: 'text-stop' } as const

interface ExampleTableProps {
  readonly rows: readonly PresetRow[]
  readonly holds: PresetName | undefined
  readonly chosen: PresetName | undefined
  readonly onChoose: (preset: PresetName) => void
}

function ExampleTable({ rows, holds, chosen, onChoose }: ExampleTableProps) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={t('rules.preset.table')}>
      <table className="w-full min-w-[460px] table-fixed border-collapse text-left">
        <caption className="sr-only">{t('rules.preset.table')}</caption>
        <thead>
          <tr className="align-top">
            <th scope="col" className="w-[37%] py-2 pe-4 font-normal text-sm text-soft">
              {t('rules.preset.when')}
            </th>
            {PRESETS.map((preset) => (
              <th
                key={preset}
                scope="col"
                className={`rounded-t-lg px-3 py-2 font-normal ${preset === chosen ? 'bg-wash' : ''}`}
              >
                <label className="flex min-h-6 items-center gap-2 font-semibold">
                  <input
                    type="radio"
                    name={id}
                    checked={preset === chosen}
                    aria-describedby={`${id}-${preset}`}
                    onChange={() => onChoose(preset)}
                  />
                  {t(`rules.preset.${preset}`)}
                </label>
                <span id={`${id}-${preset}`} className="block text-sm text-soft">
                  {t(`rules.preset.${preset}.means`)}
                  {preset === holds && <b className="block text-accent">{t('rules.preset.holds')}</b>}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ example, request: { task }, effects }) => (
            <tr key={example} className="border-line border-t align-baseline">
              <th scope="row" className="py-2 pe-4 font-normal">
                {t(`rules.example.${example}`, {
                  epsilon: formatEpsilon(task.epsilonPerTask),
                  people: task.minCohort,
                })}
              </th>
              {PRESETS.map((preset) => (
                <td
                  key={preset}
                  className={`px-3 py-2 ${TONES[effects[preset]]} ${preset === chosen ? 'bg-wash' : ''}`}
                >
                  {t(`rules.preset.effect.${effects[preset]}`)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface ChangeProps {
  readonly preset: PresetName
  readonly view: RulesView
  readonly heading: 'h2' | 'h3'
  readonly onApplied: (change: Awaited<ReturnType<typeof apply>>) => void
  readonly onCancel: () => void
}

const apply = (preset: PresetName) => command('rules.applyPreset', { preset })

/** What choosing it would change, before it does. */
function Change({ preset, view, heading: Heading, onApplied, onCancel }: ChangeProps) {
  const change = useMemo(() => presetChange(view.rules, preset, Date.now()), [view.rules, preset])
  const names = useMemo(() => namesOf(view), [view])
  const choose = useTask(async () => onApplied(await apply(preset)))
  const name = t(`rules.preset.${preset}`)
  const isSame = change.gone.length + change.coming.length === 0
  return (
    <section
      aria-label={t('rules.preset.changes', { preset: name })}
      className="mt-4 rounded-xl border border-line bg-surface p-5"
    >
      <Heading className="font-serif text-[17px]">{t('rules.preset.changes', { preset: name })}</Heading>
      {isSame && <p className="mt-1 text-soft">{t('rules.preset.same')}</p>}
      <Sentences
        title={t('rules.preset.coming')}
        rules={change.coming.map((rule) => sentenceOf(rule, names))}
      />
      <Sentences title={t('rules.preset.gone')} rules={change.gone.map((rule) => sentenceOf(rule, names))} />
      {change.staying > 0 && (
        <p className="mt-3 text-sm text-soft">{t('rules.preset.staying', { count: change.staying })}</p>
      )}
      {!isSame && view.recorded.length > 0 && (
        <div className="mt-3">
          <p className="mb-1 text-sm text-soft">{t('rules.replay.title')}</p>
          <Replay view={view} after={change.after} />
        </div>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-4">
        {!isSame && (
          <button
            type="button"
            className="button min-w-32"
            aria-disabled={choose.isRunning}
            onClick={choose.run}
          >
            {t('rules.preset.choose', { preset: name })}
          </button>
        )}
        <button type="button" className="action" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
      {choose.error !== undefined && <Problem>{choose.error}</Problem>}
    </section>
  )
}

function Sentences({ title, rules }: { readonly title: string; readonly rules: readonly string[] }) {
  if (rules.length === 0) return null
  return (
    <div className="mt-3">
      <p className="text-sm text-soft">{title}</p>
      <ul>
        {rules.map((sentence) => (
          <li key={sentence} className="border-line border-t py-1.5">
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  )
}
