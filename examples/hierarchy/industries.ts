/** Secondary nodes, one an industry, with their enterprises. All companies are invented. */
export interface Industry {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly enterprises: readonly Enterprise[];
}

export interface Enterprise {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
}

export const INDUSTRIES: readonly Industry[] = [
  {
    id: 'sn-machinery',
    name: 'Secondary Node Machinery and Bearings · 二级节点（机械轴承）',
    prefix: '88.118',
    enterprises: [
      { id: 'jingxin-bearings', name: 'Jingxin Bearings · 京信轴承', prefix: '88.118.8' },
      { id: 'yanshan-spindles', name: 'Yanshan Spindles · 燕山主轴', prefix: '88.118.12' },
      { id: 'hengtai-gears', name: 'Hengtai Gears · 恒泰齿轮', prefix: '88.118.15' },
      { id: 'luhe-castings', name: 'Luhe Castings · 潞河铸造', prefix: '88.118.21' },
    ],
  },
  {
    id: 'sn-rail',
    name: 'Secondary Node Rail Vehicles · 二级节点（轨道交通装备）',
    prefix: '88.105',
    enterprises: [
      { id: 'huabei-rolling-stock', name: 'Huabei Rolling Stock · 华北车辆', prefix: '88.105.1' },
      { id: 'zhongtie-brakes', name: 'Zhongtie Brakes · 中轨制动', prefix: '88.105.4' },
      { id: 'jichuang-bogies', name: 'Jichuang Bogies · 冀创转向架', prefix: '88.105.9' },
    ],
  },
  {
    id: 'sn-marine',
    name: 'Secondary Node Ships and Marine Engines · 二级节点（船舶海工）',
    prefix: '89.201',
    enterprises: [
      { id: 'pudong-shipyard', name: 'Pudong Shipyard · 浦江船厂', prefix: '89.201.2' },
      { id: 'donghai-engines', name: 'Donghai Marine Engines · 东海船机', prefix: '89.201.5' },
      { id: 'haiyun-propellers', name: 'Haiyun Propellers · 海云推进', prefix: '89.201.7' },
    ],
  },
  {
    id: 'sn-medical',
    name: 'Secondary Node Medical Devices · 二级节点（医疗器械）',
    prefix: '89.233',
    enterprises: [
      { id: 'ruikang-imaging', name: 'Ruikang Imaging · 瑞康影像', prefix: '89.233.3' },
      { id: 'minhang-infusion', name: 'Minhang Infusion · 闵行输注', prefix: '89.233.6' },
      { id: 'anxin-monitoring', name: 'Anxin Monitoring · 安心监护', prefix: '89.233.11' },
      { id: 'taihu-implants', name: 'Taihu Implants · 太湖植入', prefix: '89.233.14' },
    ],
  },
  {
    id: 'sn-appliances',
    name: 'Secondary Node Home Appliances · 二级节点（家用电器）',
    prefix: '90.310',
    enterprises: [
      { id: 'lingnan-cooling', name: 'Lingnan Cooling · 岭南冷气', prefix: '90.310.1' },
      { id: 'shunde-kitchen', name: 'Shunde Kitchen · 顺德厨电', prefix: '90.310.5' },
      { id: 'zhujiang-laundry', name: 'Zhujiang Laundry · 珠江洗涤', prefix: '90.310.8' },
      { id: 'foshan-motors', name: 'Foshan Motors · 佛山电机', prefix: '90.310.13' },
    ],
  },
  {
    id: 'sn-batteries',
    name: 'Secondary Node Batteries and Electronics · 二级节点（动力电池）',
    prefix: '90.342',
    enterprises: [
      { id: 'nanling-cells', name: 'Nanling Cells · 南岭电芯', prefix: '90.342.2' },
      { id: 'dongguan-packs', name: 'Dongguan Packs · 莞能电池', prefix: '90.342.4' },
      { id: 'huizhou-controls', name: 'Huizhou Battery Controls · 惠州电控', prefix: '90.342.9' },
      { id: 'xunhuan-recycling', name: 'Xunhuan Recycling · 循环再生', prefix: '90.342.16' },
    ],
  },
  {
    id: 'sn-automotive',
    name: 'Secondary Node Automotive Parts · 二级节点（汽车零部件）',
    prefix: '91.407',
    enterprises: [
      { id: 'chutian-axles', name: 'Chutian Axles · 楚天车桥', prefix: '91.407.1' },
      { id: 'jianghan-steering', name: 'Jianghan Steering · 江汉转向', prefix: '91.407.3' },
      { id: 'donghu-lighting', name: 'Donghu Lighting · 东湖车灯', prefix: '91.407.6' },
      { id: 'xiangyang-airbags', name: 'Xiangyang Airbags · 襄阳气囊', prefix: '91.407.10' },
    ],
  },
  {
    id: 'sn-food',
    name: 'Secondary Node Food and Drink · 二级节点（食品饮料）',
    prefix: '92.512',
    enterprises: [
      { id: 'bayu-hotpot', name: 'Bayu Hotpot Seasonings · 巴渝火锅底料', prefix: '92.512.1' },
      { id: 'jialing-distillery', name: 'Jialing Distillery · 嘉陵酒业', prefix: '92.512.4' },
      { id: 'wushan-citrus', name: 'Wushan Citrus · 巫山柑橘', prefix: '92.512.7' },
      { id: 'fuling-pickles', name: 'Fuling Pickles · 涪陵榨菜坊', prefix: '92.512.9' },
    ],
  },
];
