/** Failures of the person's desk. */
import { entries } from './define'

export const deskErrors = entries({
  'desk.unknown': {
    category: 'missing',
    what: '没有这份申请。',
    kept: '没有任何改动。',
    todo: '请返回“本人服务台”重新选择。'
  },
  'desk.bad_day': {
    category: 'invalid',
    what: '收到日期“{value}”不对：要是真实的日期，不能晚于今天。',
    kept: '没有受理。',
    todo: '请按申请表上的日期填写。'
  },
  'desk.asker_needed': {
    category: 'invalid',
    what: '监护人或代理人提出的，要写明他的姓名。',
    kept: '没有受理。',
    todo: '请填写申请人姓名。'
  },
  'desk.paper_needed': {
    category: 'invalid',
    what: '没有看过能证明身份的证件（{papers}）。',
    kept: '没有受理。',
    todo: '请核对原件后选上看过的证件；不必留复印件。'
  },
  'desk.guardian_of_child': {
    category: 'invalid',
    what: '14 岁以下的人，由监护人提出申请。',
    kept: '没有受理。',
    todo: '请选“监护人”，填写姓名并核对监护关系。'
  },
  'desk.wanted_needed': {
    category: 'invalid',
    what: '没有写明哪里不对、应当怎样。',
    kept: '没有受理。',
    todo: '请按本人说的写。'
  },
  'desk.fields_needed': {
    category: 'invalid',
    what: '没有选涉及哪些内容。',
    kept: '没有受理。',
    todo: '请至少选一项。'
  },
  'desk.evidence_needed': {
    category: 'invalid',
    what: '更正要写明看过什么依据。',
    kept: '没有受理。',
    todo: '请填写依据，例如“居民户口簿原件”；没有依据的，可以按“异议”受理。'
  },
  'desk.consent_needed': {
    category: 'invalid',
    what: '没有选要撤回哪一项同意，或者那一项已经撤回。',
    kept: '没有受理，同意记录没有改动。',
    todo: '请重新选择。'
  },
  'desk.changed_meanwhile': {
    category: 'conflict',
    what: '这份申请刚刚由别人办理过。',
    kept: '您的这一次没有写入。',
    todo: '请看最新的情况后再办。'
  },
  'desk.ended': {
    category: 'conflict',
    what: '这份申请已经办结或撤回。',
    kept: '没有任何改动。',
    todo: '本人再次提出的，请另外受理一份。'
  },
  'desk.reason_needed': {
    category: 'invalid',
    what: '部分同意和不同意都要写明理由。',
    kept: '没有作出答复。',
    todo: '请填写理由，它会印在答复书上。'
  },
  'desk.already_done': {
    category: 'conflict',
    what: '这份申请的事情已经做了，不能再改答复或撤回。',
    kept: '没有任何改动。',
    todo: '请打印答复书，送达后办结。'
  },
  'desk.not_marked': {
    category: 'conflict',
    what: '档案上没有这份申请留下的标记。',
    kept: '没有任何改动。',
    todo: '请刷新后再看。'
  },
  'desk.undecided': {
    category: 'conflict',
    what: '这份申请还没有答复。',
    kept: '没有办结。',
    todo: '请先由审核签发作出答复。'
  },
  'desk.not_done': {
    category: 'conflict',
    what: '已经同意的事还没有做：档案没有按这份申请更正，或者还没有删除。',
    kept: '没有办结。',
    todo: '请先办理，再送达答复。'
  },
  'desk.not_erasure': {
    category: 'conflict',
    what: '这份申请不是要求删除或匿名化。',
    kept: '没有删除任何内容。',
    todo: '本人要求删除的，请另外受理一份。'
  },
  'desk.slips_waiting': {
    category: 'conflict',
    what: '还有 {count} 件关于这个人的交流单已经签发、没有送出。',
    kept: '没有删除任何内容。',
    todo: '请先撤回或送出这些交流单，再办删除。'
  },
  'desk.mentions_open': {
    category: 'conflict',
    what: '别人的档案等处还有 {count} 处提到这个人，没有决定怎么办。',
    kept: '没有删除任何内容。',
    todo: '请逐处选“换成某人”，或保留并写明理由。'
  },
  'desk.erased': {
    category: 'missing',
    what: '这份申请的档案已经删除，没有可以出示的内容。',
    kept: '没有任何改动。',
    todo: '请打印答复书。'
  }
})
