// Why: a form is dated data: what it asks, says and where it stands on the paper is read from files and checked here once, for screen, core and paper alike.
import { z } from 'zod'
import { findUnsafeCodePoint } from './safe-text'
import { validityShape } from './validity'

/** Millimetres, to a hundredth. */
const mm = (least: number, most: number) => z.number().min(least).max(most).multipleOf(0.01)
export const formNameSchema = z.string().regex(/^[a-z][a-zA-Z0-9_]{0,47}$/)
export const plainText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => findUnsafeCodePoint(text, true) === null, '含有看不见的字符或者改变方向的字符')

/** Trim sizes in millimetres, upright. Source: ISO 216; domain.md §4.1 for the booklet. */
const paperSizes = { A3: [297, 420], A4: [210, 297], A5: [148, 210], A6: [105, 148], booklet: [106, 72] } as const
export type PaperSize = keyof typeof paperSizes
export const paperSizeLabels: Readonly<Record<PaperSize, string>> = { A3: 'A3', A4: 'A4', A5: 'A5', A6: 'A6', booklet: '106×72 毫米册页' }

export const formGroups = {
  certificate: '证明',
  exchange: '信息交流',
  service: '服务',
  birth: '生育登记',
  benefit: '奖励扶助',
  notice: '告知',
  complaint: '求助投诉',
  register: '个案与名册',
  rights: '个人信息权利',
  office: '单位内部'
} as const
export type FormGroup = keyof typeof formGroups

/** How a value is written on the paper. */
const fieldKinds = ['text', 'lines', 'day', 'month', 'number', 'choice', 'yes', 'id_no', 'id_masked', 'phone', 'photo'] as const
export type FieldKind = (typeof fieldKinds)[number]

/**
 * Where the program takes a value from when a form is begun for a person: a closed list, so that neither a form nor whoever changes one reaches
 * anything else of the register. Facts of health are not among them.
 */
export const fieldSources = {
  'person.name': '姓名',
  'person.formerName': '曾用名',
  'person.sex': '性别',
  'person.birthDate': '出生日期',
  'person.idNo': '证件号码',
  'person.marital': '婚姻状况',
  'person.hukou': '户籍地',
  'person.residence': '现居住地',
  'person.phone': '电话',
  'spouse.name': '配偶姓名',
  'spouse.sex': '配偶性别',
  'spouse.birthDate': '配偶出生日期',
  'spouse.idNo': '配偶证件号码',
  'spouse.hukou': '配偶户籍地',
  'marriage.date': '结婚日期',
  'children.count': '子女数',
  'children.lines': '子女情况',
  'stay.startedOn': '流入或流出日期',
  'stay.reason': '流动原因',
  'office.name': '本单位名称',
  'office.phone': '本单位电话',
  'office.issuer': '签发单位',
  today: '今天'
} as const
export type FieldSource = keyof typeof fieldSources
export const fieldSourceSchema = z.enum(Object.keys(fieldSources) as [FieldSource, ...FieldSource[]])

const fieldSchema = z.strictObject({
  name: formNameSchema,
  label: plainText(30).min(1),
  kind: z.enum(fieldKinds),
  source: fieldSourceSchema.optional(),
  required: z.boolean().default(false),
  /** Most characters that may be typed; what is longer is refused at the field, never cut on the paper. */
  most: z.int().min(1).max(2000).default(60),
  /** Of `choice`: what may be ticked, in the order of the paper. */
  options: z.array(plainText(40).min(1)).min(2).max(20).optional(),
  /** May be left off the paper by the office. */
  optional: z.boolean().default(false),
  /** What helps to fill it in. */
  hint: plainText(100).optional()
})
export type FormField = z.infer<typeof fieldSchema>

const textSchema = z.strictObject({
  label: plainText(30).min(1),
  /** `{field}` stands for its value. */
  text: plainText(2000)
})

/** `line`: one line, made smaller down to `min`, then broken. `wrap`: broken, then made smaller down to `min`. Source: domain.md PR-3. */
const boxFits = ['line', 'wrap'] as const

export const formBoxSchema = z.strictObject({
  /** What stands in it: a field, or a text. */
  shows: formNameSchema,
  page: z.int().min(1).max(12).default(1),
  x: mm(0, 420),
  y: mm(0, 420),
  w: mm(2, 420),
  h: mm(2, 420),
  /** Size of the letters and the smallest that still reads, in points. */
  size: z.number().min(5).max(40).default(10.5),
  min: z.number().min(5).max(40).default(7),
  fit: z.enum(boxFits).default('line'),
  align: z.enum(['left', 'center', 'right']).default('left'),
  bold: z.boolean().default(false)
})
export type FormBox = z.infer<typeof formBoxSchema>

/** Where the rows of a list come from: the children on file, by the names `name sex birthDate relation order`. */
const listSources = ['children'] as const

const listSchema = z.strictObject({
  name: formNameSchema,
  label: plainText(30).min(1),
  fields: z.array(fieldSchema).min(1).max(30),
  source: z.enum(listSources).optional(),
  most: z.int().min(1).max(5000)
})

/**
 * `certificate`: numbered, signed by two persons, accounted for sheet by sheet. `person`: filled in for somebody on file. `office`: filled in without a person.
 * `program`: what it says comes from a page of the program.
 */
export const formUses = ['certificate', 'person', 'office', 'program'] as const
export type FormUse = (typeof formUses)[number]

const sizes = z.enum(Object.keys(paperSizes) as [PaperSize, ...PaperSize[]])

/** resources/templates/<form>/<edition>/fields.json: what the form asks. */
const fieldsFile = z.strictObject({
  fields: z.array(fieldSchema).max(120),
  lists: z.array(listSchema).max(12).default([])
})

/** resources/templates/<form>/<edition>/form.json: what the form is, and how it stands on paper. */
const formFile = z.strictObject({
  format: z.literal('form/1'),
  form: z.string().regex(/^[a-z][a-z0-9_]{0,47}$/),
  edition: z.string().regex(/^[0-9]{4}(\.[0-9]{1,2})?$/),
  label: plainText(40).min(1),
  group: z.enum(Object.keys(formGroups) as [FormGroup, ...FormGroup[]]),
  use: z.enum(formUses),
  ...validityShape,
  /** Ids of the rule packs it belongs to; empty for all. */
  rulePacks: z.array(z.string()),
  source: plainText(200).min(1),
  paper: z.strictObject({
    size: sizes,
    landscape: z.boolean().default(false),
    /** Top, right, bottom, left. */
    margin: z.tuple([mm(0, 60), mm(0, 60), mm(0, 60), mm(0, 60)]),
    /** Equal pieces to be cut from one sheet. */
    pieces: z.strictObject({ across: z.int().min(1).max(4), down: z.int().min(1).max(6) }).default({ across: 1, down: 1 }),
    /** The stationery is printed already: what it says stands on the screen alone. Source: domain.md PR-1. */
    preprinted: z.boolean().default(false),
    /** Other papers as wide as its own, on which whoever prints may ask for it. */
    also: z
      .array(z.strictObject({ size: sizes, landscape: z.boolean().default(false) }))
      .max(3)
      .default([]),
    /** The field that stands at the foot of every sheet, beside the number of the sheet; the same on all pieces of one print. */
    foot: formNameSchema.optional()
  }),
  texts: z.record(formNameSchema, textSchema).default({}),
  boxes: z.array(formBoxSchema).max(120).default([]),
  /** Optional fields that the office left off the paper, and fields it added. */
  hidden: z.array(formNameSchema).max(60).default([]),
  added: z.array(fieldSchema).max(20).default([]),
  /** Months for which a certificate without a code holds; with a code, `proof` says it. */
  validMonths: z.int().min(1).max(120).optional(),
  /** The 2-D code that proves it: how long it holds, and the fields that stand in it as they are printed. */
  proof: z
    .strictObject({
      months: z.int().min(1).max(120).nullable(),
      facts: z.array(formNameSchema).min(1).max(16),
      page: z.int().min(1).max(12).default(1),
      x: mm(0, 420),
      y: mm(0, 420),
      side: mm(20, 60)
    })
    .optional()
})

const shape = formFile.extend(fieldsFile.shape)
type Shape = z.infer<typeof shape>

/** Names the program gives to every form beside its own fields. */
export const givenNames = ['number', 'signedOn', 'validTo', 'officeName', 'officePhone', 'printedOn', 'reprint'] as const
export type GivenName = (typeof givenNames)[number]
export const givenLabels: Readonly<Record<GivenName, string>> = {
  number: '编号',
  signedOn: '签发日期',
  validTo: '有效期至',
  officeName: '本单位名称',
  officePhone: '本单位电话',
  printedOn: '打印日期',
  reprint: '补打字样'
}

/** @returns the names that may stand in a box, a text or the page of the form itself */
export const namesOf = ({ fields, added, texts }: Pick<Shape, 'fields' | 'added' | 'texts'>): ReadonlySet<string> =>
  new Set([...givenNames, ...[...fields, ...added].map((field) => field.name), ...Object.keys(texts)])

/** @returns what a name in a box is called */
export function labelOf({ fields, added, texts }: Pick<Shape, 'fields' | 'added' | 'texts'>, shown: string): string {
  const given = givenNames.find((known) => known === shown)
  return texts[shown]?.label ?? [...fields, ...added].find(({ name }) => name === shown)?.label ?? (given ? givenLabels[given] : shown)
}

type PaperShape = Pick<Shape['paper'], 'size' | 'landscape'>

/** Width and height in millimetres as it lies in the printer. */
export function sheetSize({ size, landscape }: PaperShape): readonly [width: number, height: number] {
  const [width, height] = paperSizes[size]
  // The booklet's page is printed as it opens.
  return landscape && width < height ? [height, width] : [width, height]
}

/** Width and height of one piece. */
export function pieceSize({ pieces, ...paper }: Shape['paper']): readonly [width: number, height: number] {
  const [width, height] = sheetSize(paper)
  return [width / pieces.across, height / pieces.down]
}

/** @returns what stands in braces in a text, in its order */
export const namedIn = (text: string): readonly string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, asked = '']) => asked)

/** @returns what is wrong with the parts of a form taken together, in Chinese; empty when nothing is */
export function faultsOf(form: Shape): string[] {
  const faults: string[] = []
  const own = [...form.fields, ...form.added].map((field) => field.name)
  if (new Set([...own, ...Object.keys(form.texts), ...givenNames]).size !== own.length + Object.keys(form.texts).length + givenNames.length)
    faults.push('栏目、文字的名称有重复')
  for (const field of [...form.fields, ...form.added, ...form.lists.flatMap(({ fields }) => fields)])
    if ((field.kind === 'choice') !== (field.options !== undefined)) faults.push(`${field.label}：选择栏才有选项`)
  for (const hidden of form.hidden)
    if (form.fields.find((field) => field.name === hidden)?.optional !== true) faults.push(`${hidden} 不能从纸上去掉`)
  const known = namesOf(form)
  const [width, height] = pieceSize(form.paper)
  // A printer moves the whole sheet; calibration would have to be done for each piece.
  if (form.paper.preprinted && form.paper.pieces.across * form.paper.pieces.down > 1) faults.push('印好的纸不能一张裁成几份')
  const sameWidth = form.paper.also.every((other) => sheetSize(other)[0] === sheetSize(form.paper)[0])
  if (form.paper.also.length > 0 && (form.boxes.length > 0 || form.proof || !sameWidth)) faults.push('有方框的表、不一样宽的纸，不能换纸')
  if (form.paper.foot !== undefined && !own.includes(form.paper.foot)) faults.push(`纸边上的 ${form.paper.foot} 不是本表的栏目`)
  for (const box of form.boxes) {
    if (!known.has(box.shows)) faults.push(`方框里的 ${box.shows} 不是本表的栏目`)
    if (box.x + box.w > width + 0.005 || box.y + box.h > height + 0.005) faults.push(`“${labelOf(form, box.shows)}”的方框超出纸边`)
    if (box.min > box.size) faults.push(`“${labelOf(form, box.shows)}”的最小字号大于字号`)
  }
  if (form.proof) {
    const { page, x, y, side, facts } = form.proof
    for (const fact of facts) {
      const field = form.fields.find(({ name: known }) => known === fact)
      if (!field) faults.push(`二维码里的 ${fact} 不是本表的栏目`)
      // Lengths and lines that a code can carry: docs/formats/proof.md.
      else if (field.kind === 'lines' || field.most > 200 || field.label.length > 20) faults.push(`${field.label} 放不进二维码`)
    }
    if (x + side > width || y + side > height) faults.push('二维码超出纸边')
    const isUnder = (box: FormBox): boolean =>
      box.page === page && box.x < x + side && box.x + box.w > x && box.y < y + side && box.y + box.h > y
    for (const box of form.boxes) if (isUnder(box)) faults.push(`二维码压着“${labelOf(form, box.shows)}”的方框`)
  }
  for (const [id, { text }] of Object.entries(form.texts))
    for (const asked of namedIn(text))
      if (!known.has(asked) || form.texts[asked] !== undefined) faults.push(`文字 ${id} 里的 {${asked}} 不是本表的栏目`)
  return faults
}

function tellFaults(form: Shape, context: z.RefinementCtx): void {
  for (const message of faultsOf(form)) context.addIssue({ code: 'custom', message })
}

/** A form whole, as the program brings it or as an office made it. */
export const formSchema = shape.superRefine(tellFaults)
/** The files of an edition, taken together into a form; what stands in the wrong one is refused. */
export const formFilesSchema = z
  .strictObject({ form: formFile, fields: fieldsFile })
  .transform(({ form, fields }) => ({ ...form, ...fields }))
  .superRefine(tellFaults)
export type FormTemplate = z.infer<typeof formSchema>

/** @returns the form on the paper that was asked for @throws RangeError when it has no such paper */
export function onPaper(form: FormTemplate, size: PaperSize): FormTemplate {
  const { paper } = form
  if (size === paper.size) return form
  const other = paper.also.find((one) => one.size === size)
  if (!other) throw new RangeError(`${form.form} on ${size}`)
  return { ...form, paper: { ...paper, ...other } }
}

/** A form with its page and style: everything that makes paper of data. */
export interface FormSheet {
  readonly template: FormTemplate
  /** Inside of one piece: HTML with `data-` marks, from the program's own files. */
  readonly html: string
  readonly css: string
}

export type FormValue = string | number | boolean | null
/** What one piece of paper says: fields by name, and lists of such. */
export interface FormData {
  readonly [name: string]: FormValue | readonly FormData[]
}
