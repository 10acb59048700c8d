import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import {
  coveredBy,
  pathsAbove,
  type TermNode,
  termRows,
  type Vocabulary,
} from '../../lib/views/rulesTerms.ts'
import { labelOf } from '../../lib/vocabulary/terms.ts'
import { Tag } from '../ui/Notes.tsx'

const NOT_OURS = Symbol('a key of the browser')

interface TermTreeProps {
  readonly vocabulary: Vocabulary
  readonly chosen: readonly string[]
  readonly onToggle: (term: string) => void
  readonly onClose: () => void
}

/**
 * The vocabulary to search and to walk through: arrows move, right and left open and close, Enter or the space bar
 * chooses. One stop of the tab key, as trees are.
 */
export function TermTree({ vocabulary, chosen, onToggle, onClose }: TermTreeProps) {
  const id = useId()
  const search = useRef<HTMLInputElement>(null)
  const tree = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(() => pathsAbove(vocabulary, chosen))
  const [current, setCurrent] = useState<string>()
  const rows = useMemo(() => termRows(vocabulary, text, open), [vocabulary, text, open])
  const stop = rows.find(({ path }) => path === current) ?? rows[0]
  useEffect(() => search.current?.focus(), [])

  const focusRow = (row: TermNode | undefined) => {
    if (row === undefined) return
    setCurrent(row.path)
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus()
  }
  const setRowOpen = (row: TermNode, isOpen: boolean) =>
    setOpen((before) => {
      const after = new Set(before)
      if (isOpen) after.add(row.path)
      else after.delete(row.path)
      return after
    })
  const onTreeKey = (event: KeyboardEvent) => {
    const place = rows.findIndex(({ path }) => path === stop?.path)
    const row = rows[place]
    if (row === undefined) return
    const isOpen = row.children.length > 0 && (text.trim() !== '' || open.has(row.path))
    const parent = () => rows.slice(0, place).findLast(({ level }) => level === row.level - 1)
    const act = () => {
      switch (event.key) {
        case 'ArrowDown':
          return focusRow(rows[place + 1])
        case 'ArrowUp':
          return place === 0 ? search.current?.focus() : focusRow(rows[place - 1])
        case 'Home':
          return focusRow(rows[0])
        case 'End':
          return focusRow(rows.at(-1))
        case 'ArrowRight':
          if (isOpen) return focusRow(rows[place + 1])
          return row.children.length > 0 ? setRowOpen(row, true) : undefined
        case 'ArrowLeft':
          return isOpen && text.trim() === '' ? setRowOpen(row, false) : focusRow(parent())
        case 'Enter':
        case ' ':
          return onToggle(row.term)
        default:
          return NOT_OURS
      }
    }
    if (act() !== NOT_OURS) event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere inside
    <div
      className="mt-2 rounded-xl border border-edge bg-surface p-3"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <div className="flex items-center gap-3">
        <input
          ref={search}
          type="search"
          aria-label={t(`rules.terms.search.${vocabulary}`)}
          aria-controls={`${id}-tree`}
          placeholder={t(`rules.terms.search.${vocabulary}`)}
          className="field min-w-0 grow"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
            if (event.key !== 'ArrowDown') return
            event.preventDefault()
            focusRow(stop)
          }}
        />
        <button type="button" className="action" onClick={onClose}>
          {t('rules.terms.done')}
        </button>
      </div>
      <p aria-live="polite" className="sr-only">
        {text.trim() === '' ? '' : t('rules.terms.found', { count: rows.length })}
      </p>
      {rows.length === 0 ? (
        <p className="px-1 py-3 text-soft">{t('rules.terms.none')}</p>
      ) : (
        <div
          ref={tree}
          id={`${id}-tree`}
          role="tree"
          aria-multiselectable="true"
          aria-label={t(`rules.${vocabulary}`)}
          className="mt-2 max-h-72 overflow-y-auto overscroll-contain p-0.5"
          onKeyDown={onTreeKey}
        >
          {rows.map((row) => (
            <Row
              key={row.path}
              row={row}
              isOpen={row.children.length > 0 && (text.trim() !== '' || open.has(row.path))}
              isChosen={chosen.includes(row.term)}
              cover={coveredBy(row.term, chosen)}
              isStop={row === stop}
              onFocus={() => setCurrent(row.path)}
              onToggle={() => onToggle(row.term)}
              onOpen={(isOpen) => setRowOpen(row, isOpen)}
            />
          ))}
        </div>
      )}
      <p className="mt-2 px-1 text-soft text-xs">
        {t('rules.terms.source')} {vocabulary === 'categories' && t('rules.terms.specialNote')}
      </p>
    </div>
  )
}

interface RowProps {
  readonly row: TermNode
  readonly isOpen: boolean
  readonly isChosen: boolean
  /** The chosen term that covers it. */
  readonly cover: string | undefined
  readonly isStop: boolean
  readonly onFocus: () => void
  readonly onToggle: () => void
  readonly onOpen: (isOpen: boolean) => void
}

function Row({ row, isOpen, isChosen, cover, isStop, onFocus, onToggle, onOpen }: RowProps) {
  const hasChildren = row.children.length > 0
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows
    <div
      role="treeitem"
      aria-level={row.level}
      aria-selected={isChosen}
      aria-expanded={hasChildren ? isOpen : undefined}
      tabIndex={isStop ? 0 : -1}
      data-path={row.path}
      onFocus={onFocus}
      onClick={onToggle}
      style={{ paddingInlineStart: `${(row.level - 1) * 20}px` }}
      className="flex min-h-7 cursor-pointer items-center gap-1.5 rounded-md pe-2 hover:bg-wash focus-visible:outline-offset-[-2px]"
    >
      <span
        aria-hidden="true"
        className={`grid size-6 shrink-0 place-items-center text-soft ${hasChildren ? '' : 'invisible'}`}
        onClick={(event) => {
          event.stopPropagation()
          if (hasChildren) onOpen(!isOpen)
        }}
      >
        <svg width="8" height="8" viewBox="0 0 8 8" className={isOpen ? 'rotate-90' : ''} aria-hidden="true">
          <path d="M2 0l4 4-4 4z" fill="currentColor" />
        </svg>
      </span>
      <span
        aria-hidden="true"
        className={`grid size-[15px] shrink-0 place-items-center rounded-[3px] border ${isChosen ? 'border-accent bg-accent text-paper' : 'border-edge'}`}
      >
        {isChosen && (
          <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
            <path d="M1 4.5l2.5 2.5L8 2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        )}
      </span>
      <span className={cover === undefined ? '' : 'text-soft'}>{row.label}</span>
      {row.isSpecial && <Tag tone="warn">{t('rules.terms.special')}</Tag>}
      {cover !== undefined && (
        <span className="text-soft text-xs">{t('rules.terms.covered', { term: labelOf(cover) })}</span>
      )}
    </div>
  )
}
