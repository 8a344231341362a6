/** Failures of deleting what has been kept long enough. */
import { entries } from './define'

export const retentionErrors = entries({
  'retention.nothing_due': { category: 'conflict', what: '现在没有到期要删除的资料。', kept: '没有任何改动。', todo: '不用办理。' },
  'retention.clock_back': {
    category: 'conflict',
    what: '电脑的时间比最近一次操作（{latest}）还早。',
    kept: '没有删除任何资料。',
    todo: '请核对电脑的日期和时间，改对以后再办。'
  },
  'retention.clock_jumped': {
    category: 'conflict',
    what: '最近两个月里只有 {days} 天有操作记录，电脑的日期（{today}）可能不对。',
    kept: '没有删除任何资料。',
    todo: '请核对电脑的日期；日期无误的，正常使用满三天以后再办。'
  },
  'retention.no_copies': { category: 'conflict', what: '没有备份还留着已删除的内容。', kept: '没有任何改动。', todo: '不用办理。' },
  'retention.clean_first': {
    category: 'conflict',
    what: '最近一次删除以后，数据文件还没有整理完。',
    kept: '没有删掉任何备份。',
    todo: '请先按“继续整理数据文件”，整理完再办：没有整理的文件，新做的备份里还会有删掉的内容。'
  },
  'retention.unconfirmed': {
    category: 'conflict',
    what: '恢复备份以后还没有人确认资料是对的。',
    kept: '没有删掉任何备份。',
    todo: '请管理员先在“备份”里确认；资料不对的，那些旧备份还用得上。'
  },
  'retention.not_held': { category: 'conflict', what: '这份档案没有保全。', kept: '没有任何改动。', todo: '请刷新后再看。' }
})
