/** Small methods of one file: end a stay, record a consent, keep, show or take away a photo. */
import { readFileSync } from 'node:fs'
import type { Contract, HandlerInput } from '@shared/contract'
import { AppError } from '@shared/errors'
import type { CommandContext, Handlers, PreparedCommand } from '../../../rpc'
import { openEdit, put, standing, type Edit } from '../edit'
import { groupOf, livingPerson } from '../group'
import { isBereaved, setBereaved as placeBereaved } from '../marks'
import { dateFact } from '../plain-facts'
import { photoTypeOf, MAX_PHOTO } from '../photo-rules'
import { changeInserter, type Origin } from '../queries/changes'
import { personBySeq } from '../queries/files'
import { dropPhoto, photoOf, putPhoto } from '../queries/photos'
import { touchPerson } from '../queries/acts'
import { consentRow } from '../record-facts'
import { originOf } from '../save'
import { changeFile } from '../store'
import { loadFile } from '../loaded-file'
import { fileWarnings } from '../warnings'
import { readable, writable } from './files'

type PersonHandlers = Handlers<'persons'>
type PersonsContract = Contract['persons']

/** Writes the files of an edit that differ. */
function write(ctx: CommandContext, edit: Edit, origin: Origin): void {
  for (const [seq, before] of edit.before)
    if (changeFile(ctx, before, edit.after.get(seq) ?? before, origin).length > 0) ctx.changed('persons')
}

const revisionOf = (ctx: CommandContext, seq: number, otherwise: number): number => personBySeq(ctx.db, seq)?.revision ?? otherwise

const endEpisode: PersonHandlers['endEpisode'] = (ctx, { id, revision, episode, endedOn, why }) => {
  const person = writable(ctx, id, revision)
  const edit = openEdit(ctx.db, person)
  const { seq, row } = standing(edit, 'episode', episode)
  put(edit, 'episode', seq, { ...row, ended_on: dateFact(endedOn, 'endedOn') })
  write(ctx, edit, originOf(ctx, why))
  ctx.note({ subject: id })
  const file = loadFile(ctx.db, personBySeq(ctx.db, person.seq) ?? person, null)
  return { id, revision: revisionOf(ctx, person.seq, revision), warnings: file === null ? [] : fileWarnings(ctx, file) }
}

const saveConsent: PersonHandlers['saveConsent'] = (ctx, { id, revision, consent }) => {
  const person = writable(ctx, id, revision)
  const edit = openEdit(ctx.db, person)
  const was = consent.id === null ? null : standing(edit, 'consent', consent.id)
  const place = {
    person_seq: was?.seq ?? person.seq,
    id: was?.row.id ?? ctx.newId(),
    recorded_on: was?.row.recorded_on ?? ctx.today
  }
  put(edit, 'consent', place.person_seq, consentRow(consent, was?.row, place, ctx))
  write(ctx, edit, originOf(ctx, null))
  ctx.note({ subject: id, detail: { purpose: consent.purpose, withdrawn: (consent.withdrawnOn ?? null) !== null } })
  return { id, revision: revisionOf(ctx, person.seq, revision), consent: place.id }
}

interface Picture {
  readonly type: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
}

/** @throws AppError `persons.photo_bad` */
function pictureOf(bytes: Uint8Array): Picture {
  if (bytes.length > MAX_PHOTO) throw new AppError('persons.photo_bad', { reason: '大于 200 KB' })
  const type = photoTypeOf(bytes)
  if (type === null) throw new AppError('persons.photo_bad', { reason: '不是 JPEG 或 PNG 图片' })
  return { type, bytes }
}

type PhotoInput = HandlerInput<PersonsContract['setPhoto']>

/** Photos and how they are replaced: the history says that, the old picture itself is gone. */
const setPhoto = {
  prepare: (context, { photo }: PhotoInput) => {
    if (photo === null) return Promise.resolve(null)
    if ('base64' in photo) return Promise.resolve(pictureOf(Buffer.from(photo.base64, 'base64')))
    const file = context.files.find(photo.ticket)
    if (file.size > MAX_PHOTO) throw new AppError('persons.photo_bad', { reason: '大于 200 KB' })
    return Promise.resolve(pictureOf(readFileSync(file.path)))
  },
  run: (ctx, { id, revision, why }: PhotoInput, picture: Picture | null) => {
    const person = writable(ctx, id, revision)
    const old = photoOf(ctx.db, person.seq)
    ctx.note({ subject: id, detail: { kept: picture !== null } })
    if (old === undefined && picture === null) return { id, revision }
    const photo = picture === null ? null : { person_seq: person.seq, id: ctx.newId(), ...picture }
    dropPhoto(ctx.db, person.seq)
    if (photo !== null) putPhoto(ctx.db, photo)
    const origin = originOf(ctx, why)
    changeInserter(ctx.db)(person.seq, { record: null, field: 'photo', before: old?.id ?? null, after: photo?.id ?? null }, origin)
    touchPerson(ctx.db, person.seq, origin.at, origin.by, null)
    ctx.changed('persons')
    return { id, revision: revisionOf(ctx, person.seq, revision) }
  }
} satisfies PreparedCommand<PersonsContract['setPhoto'], Picture | null>

const photo: PersonHandlers['photo'] = (ctx, { id }) => {
  const person = readable(ctx, id)
  const found = groupOf(ctx.db, person.seq)
    .map((seq) => photoOf(ctx.db, seq))
    .find((one) => one !== undefined)
  if (found === undefined) return { photo: null }
  ctx.note({ subject: person.id })
  return { photo: { type: found.type, base64: Buffer.from(found.bytes).toString('base64') } }
}

/** The line of the log says that the mark was set or lifted, and nothing of why. */
const setBereaved: PersonHandlers['setBereaved'] = (ctx, { id, bereaved }) => {
  const person = livingPerson(ctx, id)
  if (isBereaved(ctx.db, person.seq) !== bereaved) {
    placeBereaved(ctx.db, person.seq, bereaved, ctx.now, ctx.actor.displayName)
    ctx.changed('persons', 'slips')
  }
  ctx.note({ subject: person.id, detail: { set: bereaved } })
  return { bereaved }
}

export const detailHandlers = { endEpisode, saveConsent, setPhoto, photo, setBereaved } satisfies Partial<PersonHandlers>
