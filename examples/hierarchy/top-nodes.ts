/** The five national top nodes, each with a prefix of depth one. */
export interface TopNode {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
}

export const TOP_NODES: readonly TopNode[] = [
  { id: 'top-beijing', name: 'National Top Node Beijing · 国家顶级节点（北京）', prefix: '88' },
  { id: 'top-shanghai', name: 'National Top Node Shanghai · 国家顶级节点（上海）', prefix: '89' },
  { id: 'top-guangzhou', name: 'National Top Node Guangzhou · 国家顶级节点（广州）', prefix: '90' },
  { id: 'top-wuhan', name: 'National Top Node Wuhan · 国家顶级节点（武汉）', prefix: '91' },
  { id: 'top-chongqing', name: 'National Top Node Chongqing · 国家顶级节点（重庆）', prefix: '92' },
];
