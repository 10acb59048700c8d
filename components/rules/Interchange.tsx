import { useId, useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import type { RulesView } from '../../lib/views/rules.ts'
import { exportText, type ReadImport, readImport } from '../../lib/views/rulesInterchange.ts'
import { namesOf, sentenceOf } from '../../lib/views/rulesWords.ts'
import { Section, saveFile } from '../dashboard/Page.tsx'
import { Note, Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'
import { SaidLine, useSaid } from './Said.tsx'

const FILE_NAME = 'proviso-rules.jsonld'

/** Rules to another tool and from one. What comes in is shown before any of it counts. */
export function Interchange({ view }: { readonly view: RulesView }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [read, setRead] = useState<ReadImport>()
  const said = useSaid()
  const pick = async (file: File | undefined) => {
    said.forget()
    if (file !== undefined) setRead(readImport(await file.text(), view.rules, Date.now()))
  }
  const close = () => {
    setRead(undefined)
    if (input.current !== null) input.current.value = ''
  }
  return (
    <Section title={t('rules.files')}>
      <p className="max-w-prose text-soft">{t('rules.files.lead')}</p>
      <div className="mt-3 flex flex-wrap gap-2.5">
        <button
          type="button"
          className="button"
          aria-disabled={view.rules.length === 0}
          onClick={() =>
            view.rules.length > 0 &&
            saveFile(FILE_NAME, 'application/ld+json', exportText(view.rules, Date.now()))
          }
        >
          {t('rules.files.export')}
        </button>
        <label
          htmlFor={id}
          className="button relative focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-2"
        >
          {t('rules.files.import')}
          <input
            ref={input}
            id={id}
            type="file"
            accept=".json,.jsonld,application/json,application/ld+json"
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => void pick(event.currentTarget.files?.[0])}
          />
        </label>
      </div>
      <SaidLine said={said} />
      {read !== undefined && (
        <Preview
          read={read}
          view={view}
          onAdded={(change) => {
            close()
            said.say(t('rules.files.added', { count: change.added.length }), change)
          }}
          onClose={() => {
            close()
            input.current?.focus()
          }}
        />
      )}
    </Section>
  )
}

/** So much of a long document is shown; the rest is counted. */
const SHOWN = 25

interface PreviewProps {
  readonly read: ReadImport
  readonly view: RulesView
  readonly onAdded: (change: Awaited<ReturnType<typeof add>>) => void
  readonly onClose: () => void
}

const add = (text: string) => command('rules.import', { text })

/** What would be added, what would not, and why. */
function Preview({ read: { text, fresh, known, refused }, view, onAdded, onClose }: PreviewProps) {
  const names = namesOf(view)
  const save = useTask(async () => onAdded(await add(text)))
  return (
    <section
      aria-label={t('rules.files.preview')}
      className="mt-4 grid gap-4 rounded-xl border border-line bg-surface p-5"
    >
      <h3 className="font-serif text-[17px]" aria-live="polite">
        {fresh.length === 0 ? t('rules.files.nothing') : t('rules.files.adds', { count: fresh.length })}
      </h3>
      {fresh.length > 0 && (
        <ul>
          {fresh.slice(0, SHOWN).map((rule) => (
            <li key={rule.id} className="border-line border-t py-1.5">
              {rule.name !== undefined && (
                <b className="block font-semibold">
                  <bdi>{inert(rule.name, 80)}</bdi>
                </b>
              )}
              <bdi>{sentenceOf(rule, names)}</bdi>
            </li>
          ))}
          {fresh.length > SHOWN && (
            <li className="text-sm text-soft">{t('rules.replay.more', { count: fresh.length - SHOWN })}</li>
          )}
        </ul>
      )}
      {known > 0 && <p className="text-sm text-soft">{t('rules.files.known', { count: known })}</p>}
      {refused.length > 0 && (
        <div>
          <Note>{t('rules.files.refuses', { count: refused.length })}</Note>
          <ul className="mt-1">
            {refused.slice(0, SHOWN).map(({ where, why }) => (
              <li key={`${where} ${why}`} className="border-line border-t py-1.5 first:border-t-0">
                <bdi>{inert(why, 240)}</bdi>
                <code className="num block break-all font-mono text-soft text-xs">
                  {where === '' ? t('rules.files.whole') : inert(where, 80)}
                </code>
              </li>
            ))}
            {refused.length > SHOWN && (
              <li className="text-sm text-soft">
                {t('rules.replay.more', { count: refused.length - SHOWN })}
              </li>
            )}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-4">
        {fresh.length > 0 && (
          <button type="button" className="button" aria-disabled={save.isRunning} onClick={save.run}>
            {t('rules.files.add', { count: fresh.length })}
          </button>
        )}
        <button type="button" className="action" onClick={onClose}>
          {t(fresh.length > 0 ? 'common.cancel' : 'common.close')}
        </button>
      </div>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </section>
  )
}
