/** The badge: how many requests wait; otherwise a dot while training; otherwise nothing. */
export const setBadge = async (waiting: number, training: boolean): Promise<void> => {
  await chrome.action.setBadgeBackgroundColor({ color: '#0b6b62' })
  await chrome.action.setBadgeText({ text: waiting > 0 ? String(waiting) : training ? '•' : '' })
}
