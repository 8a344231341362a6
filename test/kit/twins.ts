/** Made-up people on file twice, each pair with the one slip of the pen that kept the second from being noticed. */
import type { NewPerson } from '../../electron/core/modules/persons'
import { persons } from '@shared/contract/persons'
import { residentIdCheckCharacter } from '@shared/domain'

export const twinKinds = [
  'same number, other name',
  '15 and 18 digits',
  'one digit of the birth date in the number',
  'one digit of the area, other character in the name',
  'two digits changed places, homophone',
  'homophone, same birth date',
  'similar character, same birth date',
  'day and month swapped',
  'only the year of birth',
  'same telephone and birth date, nickname',
  'same telephone, homophone, other birth date',
  'former name',
  'same spouse'
] as const
export type TwinKind = (typeof twinKinds)[number]

export interface Twins {
  readonly kind: TwinKind
  readonly one: NewPerson
  readonly other: NewPerson
  /** Number of the spouse both name. */
  readonly spouse: string | null
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤花方']
const GIVEN = [...'桂凤春雪梅霞燕娟艳萍芹荣珍菊香月勇强刚建军平志海山东波辉超鹏亮斌旭磊凯']
const HOMOPHONES = ['英瑛', '伟炜', '芳方', '静敬', '丽莉', '红虹', '玉钰', '明鸣', '秀绣', '兰蓝', '军君', '华桦']
const SHAPES = ['晴睛', '柏拍', '倩情', '林材', '坤神', '淑椒', '海梅', '佳桂']

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

class Maker {
  private readonly random: () => number
  constructor(random: () => number) {
    this.random = random
  }

  below(most: number): number {
    return Math.floor(this.random() * most)
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
  birth(): string {
    return `${String(1955 + this.below(50))}-${pad(1 + this.below(12), 2)}-${pad(1 + this.below(28), 2)}`
  }
  number(birth: string, area = '610802'): string {
    const body = `${area}${birth.replaceAll('-', '')}${pad(1 + this.below(998), 3)}`
    return body + residentIdCheckCharacter(body)
  }
  phone(): string {
    return `13${pad(this.below(1_000_000_000), 9)}`
  }
}

function person(name: string, birthDate: string, over: Readonly<Record<string, unknown>>): NewPerson {
  const number = over['idNo'] === undefined ? { idType: 'none', noIdReason: 'not_shown' } : { idType: 'resident_id' }
  const typed = persons.save.input.parse({ person: { name, birthDate, sex: '2', hukouCode: '610802', ...number, ...over } })
  return { person: typed.person, episodes: [] }
}

const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1)
const otherDigit = (digit: string): string => String((Number(digit) + 3) % 10)

/** @param random in [0, 1), seeded by the caller */
export function makeTwins(kind: TwinKind, random: () => number): Twins {
  const make = new Maker(random)
  const surname = make.pick(SURNAMES)
  const [given, second] = [make.pick(GIVEN), make.pick(GIVEN)]
  const [sound = '英', soundToo = '瑛'] = [...make.pick(HOMOPHONES)]
  const [shape = '晴', shapeToo = '睛'] = [...make.pick(SHAPES)]
  const name = surname + given + sound
  const birth = make.birth()
  const number = make.number(birth)
  const phone = make.phone()
  const two = (one: NewPerson, other: NewPerson, spouse: string | null = null): Twins => ({ kind, one, other, spouse })
  switch (kind) {
    case 'same number, other name':
      return two(person(name, birth, { idNo: number }), person(surname + second, birth, { idNo: number }))
    case '15 and 18 digits': {
      const old = `61080219${birth.slice(2).replaceAll('-', '')}${number.slice(14, 17)}`
      const whole = old + residentIdCheckCharacter(old)
      const early = `19${birth.slice(2)}`
      return two(person(name, early, { idNo: whole }), person(name, early, { idNo: old.slice(0, 6) + old.slice(8) }))
    }
    case 'one digit of the birth date in the number': {
      const day = birth.endsWith('1') ? '2' : '1'
      const wrong = replaced(number, 13, day)
      return two(person(name, birth, { idNo: number }), person(name, birth.slice(0, 9) + day, { idNo: wrong }))
    }
    case 'one digit of the area, other character in the name':
      return two(
        person(name, birth, { idNo: number }),
        person(surname + second + sound, birth, { idNo: replaced(number, 4, otherDigit(number[4] ?? '0')) })
      )
    case 'two digits changed places, homophone': {
      const at = number[15] === number[16] ? 14 : 15
      const swapped = number.slice(0, at) + (number[at + 1] ?? '') + (number[at] ?? '') + number.slice(at + 2)
      return two(person(name, birth, { idNo: number }), person(surname + given + soundToo, birth, { idNo: swapped }))
    }
    case 'homophone, same birth date':
      return two(person(name, birth, { idNo: number }), person(surname + given + soundToo, birth, {}))
    case 'similar character, same birth date':
      return two(person(surname + given + shape, birth, {}), person(surname + given + shapeToo, birth, { idNo: number }))
    case 'day and month swapped': {
      const [month, day] = [1 + make.below(12), 1 + make.below(12)]
      const date = `${birth.slice(0, 4)}-${pad(month, 2)}-${pad(day === month ? (day % 12) + 1 : day, 2)}`
      return two(person(name, date, {}), person(name, `${date.slice(0, 4)}-${date.slice(8)}-${date.slice(5, 7)}`, {}))
    }
    case 'only the year of birth':
      return two(person(name, birth, { idNo: number }), person(name, birth.slice(0, 4), {}))
    case 'same telephone and birth date, nickname':
      return two(person(name, birth, { idNo: number, phone }), person(make.pick(SURNAMES) + second + second, birth, { phone }))
    case 'same telephone, homophone, other birth date':
      return two(person(name, birth, { phone }), person(surname + given + soundToo, make.birth(), { phone }))
    case 'former name':
      return two(person(name, birth, { idNo: number }), person(surname + second + shape, birth, { formerName: name }))
    case 'same spouse':
      return two(person(name, birth, {}), person(surname + second, birth, {}), make.number(make.birth()))
  }
}
