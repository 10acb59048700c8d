import { useLayoutEffect, useRef, useState } from 'react'
import { formatUntil } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { offState, type SiteLine, sitesView } from '../../lib/views/sites.ts'
import { Loaded, Section } from '../dashboard/Page.tsx'
import { Empty, Problem } from '../ui/Notes.tsx'
import { useNow, useTask, useView } from '../useView.ts'
import { SiteEditor } from './SiteEditor.tsx'
import { walletSentence } from './siteWords.ts'

/** What the person has said of single sites, each to be changed in its place. */
export function Sites() {
  const live = useView(sitesView)
  const add = useRef<HTMLButtonElement>(null)
  const [isAdding, setAdding] = useState(false)
  const [note, setNote] = useState('')
  const closeAdding = (said = '') => {
    setAdding(false)
    setNote(said)
    add.current?.focus()
  }
  return (
    <Section
      title={t('sites.title')}
      aside={
        <button
          ref={add}
          type="button"
          className="action"
          aria-expanded={isAdding}
          onClick={() => {
            setAdding((isOpen) => !isOpen)
            setNote('')
          }}
        >
          {t('sites.add')}
        </button>
      }
    >
      <p className="mb-3 max-w-prose text-soft">
        {t('sites.lead')} {t('sites.nextLoad')}
      </p>
      <p aria-live="polite" className="pb-2 text-accent text-sm empty:hidden">
        {note}
      </p>
      {isAdding && (
        <SiteEditor onSaved={() => closeAdding(t('sites.saved'))} onCancel={() => closeAdding()} />
      )}
      <Loaded live={live}>
        {(sites) =>
          sites.length === 0 ? (
            <Empty>{t('sites.none')}</Empty>
          ) : (
            <ul>
              {sites.map((line) => (
                <Site key={line.origin} line={line} onNote={setNote} onGone={() => add.current?.focus()} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

interface SiteProps {
  readonly line: SiteLine
  readonly onNote: (note: string) => void
  /** The line went away while it had the focus. */
  readonly onGone: () => void
}

function Site({ line, onNote, onGone }: SiteProps) {
  const { origin } = line
  const site = inert(origin, 90)
  const item = useRef<HTMLLIElement>(null)
  const change = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const forget = useTask(() => command('site.forget', { origin }))
  useFocusLost(item, onGone)
  const close = (note = '') => {
    setOpen(false)
    onNote(note)
    change.current?.focus()
  }
  return (
    <li ref={item} className="border-line border-t py-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <b className="min-w-60 grow basis-0 font-semibold">
          <bdi>{site}</bdi>
        </b>
        <button
          ref={change}
          type="button"
          className="action"
          aria-expanded={isOpen}
          aria-label={t('sites.changeOne', { site })}
          onClick={() => {
            setOpen((was) => !was)
            onNote('')
          }}
        >
          {t('sites.change')}
        </button>
        <button
          type="button"
          className="action"
          aria-disabled={forget.isRunning}
          aria-label={t('sites.forgetOne', { site })}
          onClick={forget.run}
        >
          {t('sites.forget')}
        </button>
      </div>
      <p className="mt-0.5 max-w-prose text-soft">{useSiteSentences(line).join(' ')}</p>
      {forget.error !== undefined && <Problem>{forget.error}</Problem>}
      {isOpen && <SiteEditor line={line} onSaved={() => close(t('sites.saved'))} onCancel={() => close()} />}
    </li>
  )
}

/** Calls `onGone` when the element goes away with the focus in it, which otherwise would be nowhere. */
const useFocusLost = (element: React.RefObject<HTMLElement | null>, onGone: () => void) => {
  const current = useRef(onGone)
  current.current = onGone
  // The cleanup of a layout effect runs while the element is still in the page.
  useLayoutEffect(() => {
    const node = element.current
    return () => {
      if (node?.contains(document.activeElement)) current.current()
    }
  }, [element])
}

const useSiteSentences = ({ off, wallet }: SiteLine): readonly string[] => {
  const now = useNow(10_000)
  const state = offState(off, now)
  const said = Object.keys(wallet).length > 0
  return [
    ...(state === 'always' ? [t('sites.off')] : []),
    ...(state === 'hour' && typeof off?.until === 'number'
      ? [t('sites.offUntil', { time: formatUntil(off.until) })]
      : []),
    ...(said || state === 'on' ? [walletSentence(wallet, state !== 'on')] : []),
  ]
}
