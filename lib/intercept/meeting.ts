import type { CreateGate } from './layer.ts'

/**
 * Two scripts of ours may stand in one page: `inpage` everywhere, `gate` where a site has a rule. They are separate files,
 * run in either order, and share the page's world only; there they meet before any script of the page has run. It costs inpage
 * one look and one listener, since it is in every frame of the web: the gate does the rest. A page that plays the gate where
 * there is none gets nothing that it has not: it can change its own calls to its own wallets.
 */
const GATE = 'dataUse:gate'

type Accept = (create: CreateGate) => void

const here = globalThis as { [GATE]?: CreateGate | undefined }

/** Inpage's side: takes the one gate, which has been left here already, or comes later and says so. */
export const meetGate = (accept: Accept): void => {
  const left = here[GATE]
  if (left === undefined) {
    const hear = (event: Event) => {
      event.preventDefault()
      accept((event as CustomEvent<CreateGate>).detail)
    }
    addEventListener(GATE, hear, { once: true })
    return
  }
  delete here[GATE]
  accept(left)
}

/** The gate's side. It calls at once, and where nobody hears it leaves itself for inpage, which comes later. */
export const meetInterceptor = (create: CreateGate): void => {
  const isAlone = dispatchEvent(new CustomEvent(GATE, { detail: create, cancelable: true }))
  if (isAlone) Object.defineProperty(here, GATE, { value: create, configurable: true })
}
