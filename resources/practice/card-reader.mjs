// The practice reader: speaks the protocol of docs/formats/card-reader.md and lays made-up cards on, one after the other.
// It imports nothing, so that it runs as a program (`node card-reader.mjs`) and as the text of a thread alike.
// Members of the environment variable YIPANQI_PRACTICE_READER, separated by commas: `empty` (no card ever comes), `slow` (a card takes 3 s).
const habits = new Set((process.env.YIPANQI_PRACTICE_READER ?? '').split(','))

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const numbered = (first17) => first17 + '10X98765432'[Array.from(first17).reduce((sum, digit, at) => sum + Number(digit) * WEIGHTS[at], 0) % 11]

// name, sex, ethnicity, birth date, address, first 17 digits (or a whole number), issuer, valid from, valid to, kind
const CARDS = [
  ['钱演练', '1', '01', '1988-05-17', '山西省吕梁市临县演练镇柳树沟村12号', '14112419880517031', '临县公安局', '2016-03-01', '2036-03-01'],
  ['郝演练', '2', '01', '1990-11-02', '山西省吕梁市临县演练镇柳树沟村12号', '14112419901102042', '临县公安局', '2018-07-15', '2038-07-15'],
  ['阿依努尔·演练提', '2', '05', '1995-01-30', '新疆维吾尔自治区喀什地区喀什市演练路3号', '65310119950130052', '喀什市公安局', '2021-06-08', '2041-06-08'],
  ['买买提江·麦麦提吐尔逊·阿卜杜热西提·吐尔洪·演练', '1', '05', '1979-08-09', '新疆维吾尔自治区喀什地区喀什市演练路9号', '65310119790809061', '喀什市公安局', '2019-02-11', '2039-02-11'],
  ['𠮷演䶮', '1', '01', '1972-02-29', '陕西省榆林市榆阳区演练街道1号', '61270119720229007', '榆林市公安局榆阳分局', '2012-09-09', '长期'],
  ['单演练', '2', '03', '2001-12-31', '宁夏回族自治区银川市兴庆区演练巷5号', '64010420011231008', '银川市公安局兴庆分局', '2017-01-20', '2027-01-20'],
  ['区演练', '1', '08', '1966-06-06', '广西壮族自治区南宁市青秀区演练里8号', '45010319660606009', '南宁市公安局青秀分局', '2006-04-01', '2026-04-01'],
  ['欧阳演练', '2', '01', '1958-10-01', '湖南省长沙市岳麓区演练社区2栋', '43010419581001010', '长沙市公安局岳麓分局', '2013-05-05', '长期'],
  ['万演练', '1', '11', '1985-03-03', '辽宁省沈阳市沈河区演练街7号', '21010319850303011', '沈阳市公安局沈河分局', '2015-11-30', '2025-11-30'],
  ['黄演练', '2', null, '1993-04-22', '广东省深圳市南山区演练道66号', '83000019930422012', '深圳市公安局', '2022-08-01', '2027-08-01', 'hmt_resident'],
  ['PRACTICE ANNA', '2', null, '1987-09-14', null, 'USA110187091403', '国家移民管理局', '2020-10-10', '2030-10-10', 'foreign_resident'],
  ['尉迟演练', '1', '01', '1999-07-07', '陕西省榆林市榆阳区演练镇窑则村3组', '61080219990707013', '榆林市公安局榆阳分局', '2019-07-08', '2029-07-08']
]

// A grey square of one pixel: a picture in form, of nobody.
const PHOTO =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=='

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)
let next = 0
let waiting = null

function cardAt(index, photo) {
  const [name, sex, ethnicity, birthDate, address, number, issuer, validFrom, validTo, kind = 'resident'] = CARDS[index % CARDS.length]
  const idNo = number.length === 17 ? numbered(number) : number
  return { kind, name, sex, ethnicity, birthDate, address, idNo, issuer, validFrom, validTo, ...(photo ? { photo: PHOTO } : {}) }
}

function finish(answer) {
  if (waiting === null) return
  clearTimeout(waiting.timer)
  say({ id: waiting.id, ...answer })
  waiting = null
}

function read({ id, timeoutMs, photo }) {
  if (waiting !== null) return say({ is: 'error', id, error: 'busy' })
  const lay = () => {
    finish({ is: 'card', card: cardAt(next, photo === true) })
    next += 1
  }
  const give = () => finish({ is: 'error', error: 'timeout' })
  const after = habits.has('slow') ? 3000 : 0
  waiting = { id, timer: habits.has('empty') || after > timeoutMs ? setTimeout(give, timeoutMs) : setTimeout(lay, after) }
}

function hear(line) {
  const message = JSON.parse(line)
  if (message.do === 'hello') say({ is: 'hello', protocol: 1, name: '演练读卡器', capabilities: ['photo', 'cancel'] })
  else if (message.do === 'read') read(message)
  else if (message.do === 'cancel' && waiting?.id === message.id) finish({ is: 'error', error: 'cancelled' })
}

let held = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (piece) => {
  const lines = (held + piece).split('\n')
  held = lines.pop() ?? ''
  for (const line of lines) if (line.trim() !== '') hear(line)
})
process.stdin.on('end', () => process.exit(0))
