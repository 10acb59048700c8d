import type { Page } from '@playwright/test'

/**
 * What is wrong with the build of a prompt, whatever it shows: landmarks and headings, names, sizes of what is clicked,
 * what runs over the edge, where the answers are, and what must not be in any text.
 */
export const promptFlaws = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const flaws: string[] = []
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
    const isShown = (element: HTMLElement) =>
      element.checkVisibility() && element.getClientRects().length > 0 && !element.closest('.sr-only')
    if (all('main').length !== 1) flaws.push('not one main')
    if (all('h1').length !== 1) flaws.push('not one h1')
    const [heading] = all('h1')
    if (heading?.tabIndex !== -1 && all('footer').length > 0) flaws.push('the heading takes no focus')

    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) flaws.push(`the page is ${scrollWidth} wide in ${clientWidth}`)
    for (const element of all('main *, footer *, section *')) {
      if (!isShown(element) || element.closest('[tabindex="0"]')) continue
      const { left, right } = element.getBoundingClientRect()
      if (left < -0.5 || right > clientWidth + 0.5)
        flaws.push(`over the edge: ${element.outerHTML.slice(0, 120)}`)
    }

    for (const element of all('button, input, summary, a[href]').filter(isShown)) {
      const target = element.closest('label') ?? element
      const { width, height } = target.getBoundingClientRect()
      if (width < 24 || height < 24) flaws.push(`too small: ${element.outerHTML.slice(0, 120)}`)
      const name = `${element.getAttribute('aria-label') ?? ''}${target.textContent ?? ''}`.trim()
      if (name === '') flaws.push(`without a name: ${element.outerHTML.slice(0, 120)}`)
    }
    for (const element of all('[aria-describedby], [aria-controls]'))
      for (const id of (element.getAttribute('aria-describedby') ?? '').split(' '))
        if (id !== '' && document.getElementById(id) === null) flaws.push(`described by nothing: ${id}`)

    const answers = all('footer .button')
    for (const button of answers) {
      const { top, bottom } = button.getBoundingClientRect()
      if (top < 0 || bottom > innerHeight) flaws.push(`an answer is out of view: ${button.textContent}`)
    }
    const [refuse, allow] = answers.map((button) => {
      const { width, height } = button.getBoundingClientRect()
      return `${Math.round(width)} × ${Math.round(height)}, ${getComputedStyle(button).fontWeight}`
    })
    if (refuse !== allow) flaws.push(`the answers differ in weight: ${refuse} and ${allow}`)

    if (all('script, img, iframe, object, embed, a').some((element) => element.closest('#root')))
      flaws.push('somebody’s markup was rendered')
    // Sentences of rules keep what runs from right to left to itself; those marks come in pairs.
    const text = (document.body.textContent ?? '').replace(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1')
    const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]/u.exec(text)
    if (unseen !== null) flaws.push(`unseen: U+${unseen[0].charCodeAt(0).toString(16)}`)
    return flaws
  })
