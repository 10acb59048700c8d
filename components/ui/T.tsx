import { Fragment, type ReactNode } from 'react'
import { formatNumber } from '../../lib/i18n/format.ts'
import { type Key, type Params, parts } from '../../lib/i18n/translate.ts'

type Props<K extends Key> = { readonly k: K } & ([] extends Params<K, ReactNode>
  ? { readonly params?: undefined }
  : { readonly params: Params<K, ReactNode>[0] })

/** A sentence of the catalogue whose places hold elements: names in `<bdi>`, figures in bold. */
export function T<K extends Key>({ k, params }: Props<K>) {
  const values = (params ?? {}) as Readonly<Record<string, ReactNode>>
  let offset = 0
  return parts(k, values.count).map((piece) => {
    offset += 1
    if (typeof piece === 'string') return piece
    const value = values[piece.place]
    return <Fragment key={offset}>{typeof value === 'number' ? formatNumber(value, 2) : value}</Fragment>
  })
}
