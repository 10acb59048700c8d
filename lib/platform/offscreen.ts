const PATH = 'offscreen.html'

let creating: Promise<void> | undefined

/** Makes sure that the one offscreen document exists. Overlapping calls share one creation. */
export const ensureOffscreen = (): Promise<void> => {
  creating ??= (async () => {
    const contexts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })
    if (contexts.length > 0) return
    await chrome.offscreen.createDocument({
      url: PATH,
      reasons: ['WORKERS'],
      justification: 'Trains a model on the graphics chip, on data that stays on this device.',
    })
  })().finally(() => {
    creating = undefined
  })
  return creating
}

/** Whether the trainer's document is there: after a browser restart it is not. */
export const hasOffscreen = async (): Promise<boolean> =>
  (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0

/** Frees the graphics memory once nothing is left to train. */
export const closeOffscreen = async (): Promise<void> => {
  if (await hasOffscreen()) await chrome.offscreen.closeDocument().catch(() => undefined)
}
