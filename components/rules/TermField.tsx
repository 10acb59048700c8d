import { useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import type { Vocabulary } from '../../lib/views/rulesTerms.ts'
import { isSpecial, labelOf } from '../../lib/vocabulary/terms.ts'
import { Problem, Tag } from '../ui/Notes.tsx'
import { TermTree } from './TermTree.tsx'

interface TermFieldProps {
  readonly vocabulary: Vocabulary
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** The terms that are chosen, each with a way out, and the tree to choose more from. */
export function TermField({ vocabulary, chosen, error, onChange }: TermFieldProps) {
  const choose = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const toggle = (term: string) =>
    onChange(chosen.includes(term) ? chosen.filter((other) => other !== term) : [...chosen, term])
  const close = () => {
    setOpen(false)
    choose.current?.focus()
  }
  return (
    <fieldset className="border-line border-t py-2.5">
      <legend className="sr-only">{t(`rules.${vocabulary}`)}</legend>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <span className="grow" aria-hidden="true">
          {t(`rules.${vocabulary}`)}
        </span>
        <button
          ref={choose}
          type="button"
          className="action"
          aria-expanded={isOpen}
          aria-label={t(`rules.terms.chooseOf.${vocabulary}`)}
          onClick={() => setOpen((was) => !was)}
        >
          {t('rules.terms.choose')}
        </button>
      </div>
      {chosen.length === 0 ? (
        <p className="text-sm text-soft">{t(`rules.terms.any.${vocabulary}`)}</p>
      ) : (
        <ul className="mt-1 flex flex-wrap gap-2">
          {chosen.map((term) => (
            <li key={term} className="flex items-center gap-1.5 rounded-lg bg-wash py-0.5 ps-2.5 pe-0.5">
              {labelOf(term)}
              {isSpecial(term) && <Tag tone="warn">{t('rules.terms.special')}</Tag>}
              <button
                type="button"
                className="grid size-6 place-items-center rounded-md text-soft hover:text-ink"
                aria-label={t('rules.terms.remove', { term: labelOf(term) })}
                onClick={() => {
                  toggle(term)
                  choose.current?.focus()
                }}
              >
                <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
                  <path d="M1 1l7 7M8 1L1 8" stroke="currentColor" strokeWidth="1.4" />
                </svg>
              </button>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <Problem>{error}</Problem>}
      {isOpen && <TermTree vocabulary={vocabulary} chosen={chosen} onToggle={toggle} onClose={close} />}
    </fieldset>
  )
}
