/** A made-up record of a person as `persons.get` answers it, for tests of pages. */
import { PersonView } from '@shared/contract/persons'

export const view = (over: Partial<PersonView> = {}): PersonView =>
  PersonView.parse({
    id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb166',
    revision: 3,
    name: '测甲',
    pinyin: 'ce jia',
    initials: 'cj',
    formerName: null,
    sex: '2',
    birthDate: '1990-03-05',
    idType: 'resident_id',
    idNoMasked: '6108**********0029',
    noIdReason: null,
    idVerified: null,
    marital: '20',
    phoneMasked: '138****1234',
    phoneOwner: null,
    hukouCode: '141124',
    hukouName: '山西省吕梁市临县',
    hukouText: null,
    note: null,
    status: 'active',
    statusOn: null,
    statusReason: null,
    warnings: [],
    episodes: [
      {
        id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb167',
        kind: 'in',
        reason: '1',
        scope: '跨省',
        startedOn: '2025-03',
        endedOn: null,
        residenceCode: '610802',
        residenceName: '陕西省榆林市榆阳区',
        residenceText: '某路1号',
        dwellingKind: '1',
        dwellingContact: null,
        recordedOn: '2025-04-01'
      }
    ],
    createdAt: '2025-04-01T01:00:00.000Z',
    updatedAt: '2025-04-01T01:00:00.000Z',
    ...over
  })
