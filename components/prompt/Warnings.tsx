import type { ReactNode } from 'react'
import { formatDay } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { Warning } from '../../lib/views/prompt.ts'
import { T } from '../ui/T.tsx'

interface WarningsProps {
  readonly warnings: readonly Warning[]
  readonly opened: ReadonlySet<string>
  readonly onOpen: (kind: Warning['kind']) => void
}

/** What must be read before Allow: in view above the buttons however far the rows are scrolled. */
export function Warnings({ warnings, opened, onOpen }: WarningsProps) {
  if (warnings.length === 0) return null
  return (
    <section
      aria-label={t('prompt.warnings', { count: warnings.length })}
      className="grid max-h-[34dvh] shrink-0 gap-1.5 overflow-y-auto border-line border-t px-[18px] py-2.5 short:max-h-none"
    >
      {warnings.map((warning) => (
        <details
          key={warning.kind}
          data-warning={warning.kind}
          className="group rounded-lg bg-warn-wash text-[13px] text-warn"
          onToggle={(event) => event.currentTarget.open && onOpen(warning.kind)}
        >
          <summary className="flex items-baseline gap-2 px-3 py-2">
            <span className="grow font-semibold">{titleOf(warning)}</span>
            <span aria-hidden="true" className={opened.has(warning.kind) ? 'opacity-60' : ''}>
              <Chevron />
            </span>
          </summary>
          <div className="px-3 pb-2.5">
            <Body warning={warning} />
          </div>
        </details>
      ))}
    </section>
  )
}

export function Chevron() {
  return (
    <span className="inline-block motion-safe:transition-transform motion-safe:duration-150 group-open:rotate-90">
      ›
    </span>
  )
}

const titleOf = (warning: Warning): ReactNode => {
  switch (warning.kind) {
    case 'small-cohort':
      return t('prompt.warn.small-cohort', { count: warning.minCohort })
    case 'changed-terms':
      return t('prompt.warn.changed-terms', { day: formatDay(warning.agreedAt) })
    default:
      return t(`prompt.warn.${warning.kind}`)
  }
}

function Body({ warning }: { readonly warning: Warning }): ReactNode {
  switch (warning.kind) {
    case 'no-noise':
    case 'small-cohort':
      return t(`prompt.warn.${warning.kind}.text`)
    case 'cross-origin':
      return (
        <T
          k="prompt.warn.cross-origin.text"
          params={{
            origin: <bdi>{inert(warning.origin, 80)}</bdi>,
            top: <bdi>{inert(warning.topOrigin, 80)}</bdi>,
          }}
        />
      )
    case 'coordinator':
      return (
        <T k="prompt.warn.coordinator.text" params={{ detail: <bdi>{inert(warning.detail, 200)}</bdi> }} />
      )
    case 'changed-terms':
      return (
        <ul>
          {warning.changes.map(({ term, before, after }) => (
            <li key={term}>
              <T
                k="prompt.change"
                params={{
                  term: t(`prompt.term.${term}`),
                  before: <bdi>{inert(before, 80)}</bdi>,
                  after: <bdi>{inert(after, 80)}</bdi>,
                }}
              />
            </li>
          ))}
        </ul>
      )
  }
}
