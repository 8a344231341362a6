/** A meeting as it is typed: its participants and items grow by a line as the last one is filled. */
import type { CallInput, SpecOf } from '@shared/contract'
import type { MeetingView } from '@shared/contract/meetings'

export interface MeetingForm {
  title: string
  heldOn: string
  place: string
  participants: { office: string; post: string }[]
  topics: string
  decisions: string
  items: { id: string | null; text: string; office: string; dueOn: string }[]
}

const MOST = 12
export function grow(form: MeetingForm): void {
  if (form.participants.length < MOST && form.participants.at(-1)?.office !== '') form.participants.push({ office: '', post: '' })
  if (form.items.length < MOST && form.items.at(-1)?.text !== '') form.items.push({ id: null, text: '', office: '', dueOn: '' })
}

/** What is done is not typed again. */
export function meetingForm(meeting: MeetingView | null, today: string): MeetingForm {
  const form: MeetingForm = {
    ...{ title: meeting?.title ?? '', heldOn: meeting?.heldOn ?? today, place: meeting?.place ?? '' },
    participants: (meeting?.participants ?? []).map((one) => ({ ...one })),
    ...{ topics: meeting?.topics ?? '', decisions: meeting?.decisions ?? '' },
    items: (meeting?.items ?? [])
      .filter(({ doneOn }) => doneOn === null)
      .map(({ id, text, office, dueOn }) => ({ id, text, office, dueOn }))
  }
  grow(form)
  return form
}

/** @returns messages by field, empty when the form is whole */
export function meetingFaults(form: MeetingForm): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {}
  if (form.title.trim() === '') faults['title'] = '请填写会议名称'
  if (form.heldOn === '') faults['heldOn'] = '请填会议日期'
  if (form.place.trim() === '') faults['place'] = '请填写地点'
  if (form.participants.every(({ office }) => office.trim() === '')) faults['participants.0'] = '请至少写一个参加单位'
  if (form.topics.trim() === '') faults['topics'] = '请填写议题'
  if (form.decisions.trim() === '') faults['decisions'] = '请填写议定事项'
  form.items.forEach(({ text, office, dueOn }, at) => {
    if (text.trim() === '') return
    if (office.trim() === '') faults[`items.${String(at)}.office`] = '请写责任单位'
    if (dueOn === '') faults[`items.${String(at)}.dueOn`] = '请填完成期限'
  })
  return faults
}

export const meetingInput = (form: MeetingForm, meeting: MeetingView | null): CallInput<SpecOf<'meetings.save'>> => ({
  ...{ id: meeting?.id ?? null, revision: meeting?.revision ?? 0, title: form.title, heldOn: form.heldOn, place: form.place },
  participants: form.participants.filter(({ office }) => office.trim() !== '').map((one) => ({ ...one })),
  ...{ topics: form.topics, decisions: form.decisions },
  items: [
    // What is done is named so that the office keeps its place; its words are not changed there.
    ...(meeting?.items ?? []).filter(({ doneOn }) => doneOn !== null).map(({ id, text, office, dueOn }) => ({ id, text, office, dueOn })),
    ...form.items.filter(({ text }) => text.trim() !== '').map((one) => ({ ...one }))
  ]
})
