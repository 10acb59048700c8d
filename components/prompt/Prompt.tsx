import { useEffect, useRef, useState } from 'react'
import { formatNumber } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import type { PromptView } from '../../lib/views/prompt.ts'
import { Mark } from '../ui/Mark.tsx'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask } from '../useView.ts'
import { Answer } from './Answer.tsx'
import { Blockers } from './Blockers.tsx'
import { Rows } from './Rows.tsx'
import { useSettled } from './useSettled.ts'
import { Warnings } from './Warnings.tsx'

export const REMEMBER_DAYS = 30

export interface PromptProps {
  readonly view: PromptView
  /** Opens a page of ours in a tab. */
  readonly open: (path: `/${string}`) => void
}

/**
 * One request, from the outcome to the two answers. Mounted anew for each request, so that nothing that was opened,
 * ticked or armed for one counts for the next.
 */
export function Prompt({ view, open }: PromptProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [isRemembered, setRemembered] = useState(false)
  const isSettled = useSettled()
  const { requestId, warnings, blockers } = view
  const unread = warnings.filter(({ kind }) => !opened.has(kind)).length

  const decide = (effect: 'allow' | 'refuse') =>
    command('request.decide', {
      requestId,
      effect,
      ...(isRemembered ? { remember: { days: REMEMBER_DAYS } } : {}),
    })
  const allow = useTask(() => decide('allow'))
  const refuse = useTask(() => decide('refuse'))
  const isAnswering = allow.isRunning || refuse.isRunning

  useEffect(() => heading.current?.focus(), [])
  const refuseOnce = () => {
    if (!isAnswering) void refuse.run()
  }
  useEscape(refuseOnce)

  return (
    <div className="flex h-dvh flex-col short:h-auto">
      <header className="flex items-center gap-2 border-line border-b px-[18px] py-3.5">
        <Mark />
        <bdi className="min-w-0 truncate text-sm text-soft">{inert(new URL(view.origin).host, 80)}</bdi>
        <span className="grow" />
        {view.waiting > 1 && (
          <span className="num whitespace-nowrap text-sm text-soft">
            {t('prompt.queue', { position: 1, waiting: view.waiting })}
          </span>
        )}
      </header>
      <main className="min-h-0 grow overflow-y-auto px-[18px] pt-[18px] pb-2 short:overflow-visible">
        <h1 ref={heading} tabIndex={-1} className="text-[23px] leading-tight">
          <Outcome view={view} />
        </h1>
        <p className="mt-2 text-soft">{t(promiseOf(view))}</p>
        <Rows view={view} />
      </main>
      <Warnings
        warnings={warnings}
        opened={opened}
        onOpen={(kind) => setOpened((before) => new Set(before).add(kind))}
      />
      <footer className="border-line border-t px-[18px] pt-3 pb-[18px] short:sticky short:bottom-0 short:bg-paper">
        <Blockers blockers={blockers} unread={unread} open={open} />
        <Answer
          reasons={view.reasons}
          canAllow={blockers.length === 0 && unread === 0 && isSettled && !isAnswering}
          isAnswering={isAnswering}
          isRemembered={isRemembered}
          onRemember={setRemembered}
          onAllow={allow.run}
          onRefuse={refuseOnce}
        />
        {(allow.error ?? refuse.error) !== undefined && <Problem>{allow.error ?? refuse.error}</Problem>}
      </footer>
    </div>
  )
}

function Outcome({ view }: { readonly view: PromptView }) {
  const publisher = <bdi>{view.publisher}</bdi>
  if (view.dataset === undefined) return <T k="prompt.wantsNothing" params={{ publisher }} />
  const records = formatNumber(view.records)
  return view.manifest.data.kind === 'image' ? (
    <T k="prompt.wantsImages" params={{ publisher, records }} />
  ) : (
    <T k="prompt.wantsRows" params={{ publisher, records }} />
  )
}

/** "Protected" is said only where noise is added and the ledger stays within the dataset's budget. */
const promiseOf = ({ isProtected, manifest }: PromptView) =>
  isProtected
    ? 'prompt.staysProtected'
    : manifest.privacy.mechanism === 'none'
      ? 'prompt.staysOpen'
      : 'prompt.staysUnsure'

/** Escape refuses, wherever the focus is. */
const useEscape = (refuse: () => void) => {
  const current = useRef(refuse)
  current.current = refuse
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.repeat) current.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
