import type { Question } from './words.ts'

const id = new URL(location.href).searchParams.get('id') ?? ''
const key = `question:${id}`

const put = (place: string, text: string) => {
  const element = document.getElementById(place)
  if (element !== null) element.textContent = text
}

const show = async () => {
  const { [key]: question } = (await chrome.storage.session.get(key)) as Record<string, Question | undefined>
  put('method', question?.method ?? 'This question is over.')
  put('origin', question?.origin ?? '')
  put('params', JSON.stringify(question?.params ?? null, null, 2))
}

const decide = async (approved: boolean) => {
  await chrome.runtime.sendMessage({ decide: id, approved })
  window.close()
}

document.getElementById('approve')?.addEventListener('click', () => void decide(true))
document.getElementById('reject')?.addEventListener('click', () => void decide(false))
void show()
