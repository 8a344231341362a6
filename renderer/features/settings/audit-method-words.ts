/** What every method of the contract is called in the office. */
import type { Contract } from '@shared/contract'

type MethodWords = { readonly [M in keyof Contract]: { readonly [F in keyof Contract[M]]: string } }

export const methodWords: MethodWords = {
  office: { status: '查看单位状态', setUp: '建立单位', settings: '查看单位设置', saveSettings: '保存单位设置' },
  session: { signIn: '登录', recover: '用恢复密钥重设口令', signOut: '退出登录' },
  practice: { create: '建立演练单位', enter: '进入或离开演练' },
  accounts: {
    list: '查看用户列表',
    create: '新增用户',
    update: '修改用户',
    resetPassphrase: '重设他人口令',
    changeOwnPassphrase: '更换自己的口令'
  },
  staff: {
    leaving: '查看要交接的',
    handOver: '离岗交接',
    deputies: '查看代理',
    nameDeputy: '给同事指定代理',
    nameMyDeputy: '指定自己的代理',
    endDeputy: '结束代理'
  },
  drafts: { get: '取出草稿', save: '保存草稿', discard: '放弃草稿' },
  retention: {
    preview: '查看到期情况',
    list: '查看到期档案',
    hold: '保全到期档案',
    release: '解除保全',
    purge: '到期删除',
    clean: '整理数据文件'
  },
  backup: {
    state: '查看备份情况',
    run: '备份',
    addPlace: '增加备份位置',
    removePlace: '去掉备份位置',
    confirm: '确认恢复的资料',
    found: '查找备份',
    look: '查看一份备份',
    restore: '用备份恢复',
    salvage: '从损坏的资料里读出',
    progress: '查看恢复进度',
    stop: '停止恢复'
  },
  checkup: {
    state: '查看体检结果',
    run: '体检',
    problem: '查看问题报告',
    saveProblem: '保存问题报告'
  },
  folder: {
    state: '查看资料是不是副本',
    settle: '决定副本的用处'
  },
  approvals: {
    request: '请另一人批准',
    approve: '批准他人的申请',
    approveHere: '当面批准他人的申请',
    refuse: '拒绝他人的申请',
    withdraw: '撤回自己的申请',
    list: '查看待批',
    resume: '取出批准的申请'
  },
  audit: { search: '查看操作记录', verify: '检查操作记录是否完整' },
  reference: {
    searchDivisions: '查找行政区划',
    childDivisions: '展开行政区划',
    division: '查看行政区划',
    successors: '查看区划的来历和去向',
    conversionPlan: '查看区划变动表',
    codeLists: '查看代码表',
    rulePacks: '查看规则'
  },
  reader: {
    status: '查看读卡器',
    read: '读取证件',
    cancel: '停止读卡',
    tryOut: '试读读卡器',
    configure: '选择读卡程序'
  },
  organisation: {
    tree: '查看机构',
    search: '查找机构',
    fromDivisions: '按区划建立机构',
    save: '新增或修改机构',
    move: '移动机构',
    close: '撤销或恢复机构',
    users: '查看机构的用户',
    bindAccount: '把用户归到机构',
    unbindAccount: '让用户看全县'
  },
  characters: { search: '查找生僻字' },
  conversion: { preview: '查找已撤销的区划代码', apply: '转换区划代码' },
  workbooks: {
    layouts: '查看表格模板',
    template: '下载表格模板',
    saveLayout: '保存本单位的表格模板',
    removeLayout: '删去本单位的表格模板',
    look: '打开要导入的表格',
    check: '核对要导入的表格',
    apply: '导入表格',
    imports: '查看导入记录',
    settle: '保留中断的导入',
    export: '导出表格',
    exports: '查看导出记录'
  },
  duplicates: {
    scan: '查找重复档案',
    status: '查看查重情况',
    list: '查看疑似重复',
    compare: '对照两份档案',
    dismiss: '认定不是同一人',
    reopen: '撤销不是同一人的结论',
    merge: '合并两份档案',
    merges: '查看合并记录',
    previewUnmerge: '查看撤销合并的结果',
    unmerge: '撤销合并'
  },
  desk: {
    list: '查看本人申请列表',
    count: '点数本人申请',
    get: '查看本人申请',
    dueOn: '推算答复期限',
    consents: '查看有效的同意',
    receive: '受理本人申请',
    decide: '答复本人申请',
    withdraw: '撤回本人申请',
    lift: '解除限制或异议标记',
    erasePreview: '预看要删除的',
    erase: '删除或匿名化个人信息',
    close: '送达答复',
    paper: '打印本人申请的纸件',
    holdings: '向本人出示档案',
    exportFile: '向本人提供文件'
  },
  rosters: {
    preview: '查看名单会有多少人',
    issue: '开出名单',
    list: '查看开出的名单',
    get: '查看一份名单',
    rows: '查看名单各行',
    nextOpen: '找没有结果的行',
    paper: '取出名单打印',
    find: '查名单上的码',
    enter: '录入走访结果',
    undoLast: '撤销走访结果'
  },
  services: { list: '查看服务记录', save: '登记或修改服务记录', open: '打开密封内容', remove: '删去服务记录' },
  jobs: { list: '查看正在进行的工作', get: '查看一项工作', cancel: '停止一项工作' },
  persons: {
    search: '查找人员',
    count: '统计人数',
    get: '查看人员档案',
    asOf: '查看人员过去某天的档案',
    history: '查看变更记录',
    recorders: '查看建档人名单',
    hints: '查重提示',
    checkId: '检查证件号',
    save: '登记或修改人员',
    setStatus: '退档、注销或恢复人员',
    endEpisode: '结束一段居住记录',
    saveConsent: '登记同意或撤回同意',
    setPhoto: '更换照片',
    photo: '查看照片',
    reveal: '显示完整内容',
    settleScopes: '重新判定流动范围'
  },
  lists: { export: '导出列表' },
  presets: { list: '查看查询方案', save: '保存查询方案', remove: '删去查询方案', restore: '恢复查询方案' },
  places: {
    household: '查看一户',
    searchHouseholds: '查找户',
    nextHouseholdNumber: '编户编码',
    saveHousehold: '登记或修改一户',
    dwelling: '查看住所',
    searchDwellings: '查找住所',
    saveDwelling: '修改住所联系人',
    employer: '查看用人单位',
    searchEmployers: '查找用人单位',
    saveEmployer: '修改用人单位'
  },
  acts: { list: '查看批量操作', preview: '查看撤销的结果', undo: '撤销批量操作' },
  partners: {
    list: '查看往来单位',
    get: '查看一个往来单位',
    readCard: '读取密钥卡',
    add: '登记往来单位',
    confirm: '核对对方密钥',
    discard: '放弃待核对的密钥卡'
  },
  slips: {
    search: '查找交流单',
    count: '统计交流单',
    home: '查看待办',
    get: '查看交流单',
    offers: '查看可办的单',
    compose: '填写交流单',
    preview: '预览交流单',
    submit: '提交签发',
    sign: '签发交流单',
    sendBack: '退回经办人修改',
    discard: '删除未签发的交流单',
    withdraw: '撤回交流单',
    writtenAfterMerge: '查看合并以后的交流单',
    moveAfterMerge: '撤销合并时把交流单归到另一份档案',
    candidates: '查看候选人',
    pair: '配对人员',
    answer: '填写反馈',
    refuse: '退回对方的交流单',
    release: '审核发出反馈',
    adopt: '采纳反馈',
    recheck: '要求对方再核实',
    close: '办结交流单'
  },
  exchange: {
    identity: '查看本单位密钥卡',
    exportCard: '导出本单位密钥卡',
    drives: '查看U盘',
    outbox: '查看待装包',
    writeStick: '装包并写入U盘',
    scanStick: '读取U盘',
    importBundles: '导入交换包',
    bundles: '查看交换记录',
    quarantine: '查看隔离区',
    noteQuarantine: '记录隔离文件的处理',
    link: '查看与往来单位的交换情况',
    allowEcho: '答复对方取回单据的请求',
    retireDevice: '停用另一台电脑'
  },
  reports: { returnRate: '查看返回率' }
}
