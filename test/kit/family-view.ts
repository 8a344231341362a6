/** A made-up person with spouse, child and a further telephone as `persons.get` answers it, for tests of pages. */
import type { PersonView } from '@shared/contract/persons'
import { view } from './person-view'

export const family = (over: Partial<PersonView> = {}): PersonView => {
  const plain = view()
  return view({
    marital: '21',
    phones: [{ id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb168', ofPerson: plain.id, numberMasked: '139****5678', owner: '母亲' }],
    spouses: [
      {
        id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb169',
        ofPerson: plain.id,
        personId: null,
        name: '测乙',
        birthDate: '1988-03-05',
        idNoMasked: '6108**********0018',
        hukouCode: '141124',
        hukouName: '山西省吕梁市临县',
        hukouText: null,
        residenceCode: '610802',
        residenceName: '陕西省榆林市榆阳区',
        residenceText: '某路1号',
        ethnicityMasked: null,
        education: null,
        educationEdition: null,
        employer: null,
        phoneMasked: null,
        certNo: null,
        startedOn: '2015',
        endedOn: null,
        endReason: null,
        recordedOn: '2025-04-01'
      }
    ],
    children: [
      {
        id: '01a1ffe0-6e4b-7266-b5ad-c8dfd6edb16a',
        ofPerson: plain.id,
        personId: null,
        otherParent: null,
        order: 1,
        masked: true,
        name: '测*',
        sex: '*',
        birthDate: '2020',
        idNoMasked: null,
        relation: '*',
        location: '*',
        birthCertNo: null,
        recordedOn: '2025-04-01'
      }
    ],
    ...over
  })
}
