/** What each enterprise makes. `certificate` is the scheme under which every item is certified. */
export interface Product {
  readonly name: string;
  readonly nameChinese: string;
  readonly model: string;
  readonly serialPrefix: string;
  readonly certificate: string;
  readonly attribute: readonly [type: string, value: string];
}

const product = (
  name: string,
  nameChinese: string,
  model: string,
  serialPrefix: string,
  certificate: string,
  ...attribute: [string, string]
): Product => ({ name, nameChinese, model, serialPrefix, certificate, attribute });

/** By enterprise id. */
export const CATALOGUE: Readonly<Record<string, Product>> = {
  'jingxin-bearings': product('Deep groove ball bearing', '深沟球轴承', '6205-2RS', 'JXDY', 'GB/T 276', 'mass', '0.128 kg'),
  'yanshan-spindles': product('Motorised spindle', '电主轴', 'YS-24K', 'YSZ', 'JB/T 10801', 'speed', '24000 rpm'),
  'hengtai-gears': product('Planetary gear unit', '行星齿轮箱', 'HT-P90', 'HTG', 'JB/T 6502', 'ratio', '1:10'),
  'luhe-castings': product('Machine bed casting', '机床床身铸件', 'LH-HT300', 'LHC', 'GB/T 9439', 'mass', '1840 kg'),
  'huabei-rolling-stock': product('Metro car body', '地铁车体', 'MT-A6', 'HBC', 'TB/T 3138', 'length', '22.8 m'),
  'zhongtie-brakes': product('Brake disc assembly', '制动盘组件', 'ZD-640', 'ZBD', 'TB/T 2980', 'mass', '124 kg'),
  'jichuang-bogies': product('Motor bogie', '动力转向架', 'JC-160', 'JCB', 'TB/T 2368', 'axle-load', '14 t'),
  'pudong-shipyard': product('Hatch cover', '舱口盖', 'PD-HC40', 'PHC', 'CCS', 'mass', '31 t'),
  'donghai-engines': product('Marine diesel engine', '低速船用柴油机', '6S50-X', 'DHE', 'CCS', 'power', '9960 kW'),
  'haiyun-propellers': product('Fixed-pitch propeller', '定距螺旋桨', 'FPP-7200', 'HYP', 'CCS', 'diameter', '7200 mm'),
  'ruikang-imaging': product('Ultrasound system', '彩色超声诊断仪', 'RK-U8', 'RKU', 'NMPA', 'class', 'II'),
  'minhang-infusion': product('Infusion pump', '输液泵', 'IP-30', 'MIP', 'NMPA', 'class', 'III'),
  'anxin-monitoring': product('Patient monitor', '病人监护仪', 'PM-12', 'APM', 'NMPA', 'class', 'II'),
  'taihu-implants': product('Titanium bone plate', '钛合金接骨板', 'TP-8H', 'TBP', 'NMPA', 'class', 'III'),
  'lingnan-cooling': product('Inverter air conditioner', '变频空调', 'KFR-35GW', 'LAC', 'CCC', 'energy', 'grade 1'),
  'shunde-kitchen': product('Range hood', '吸油烟机', 'CXW-268', 'SRH', 'CCC', 'airflow', '24 m3/min'),
  'zhujiang-laundry': product('Drum washing machine', '滚筒洗衣机', 'XQG100', 'ZWM', 'CCC', 'load', '10 kg'),
  'foshan-motors': product('Fan motor', '风扇电机', 'YSK-60', 'FSM', 'CCC', 'power', '60 W'),
  'nanling-cells': product('Lithium iron phosphate cell', '磷酸铁锂电芯', 'LFP-280', 'NLC', 'GB 38031', 'capacity', '280 Ah'),
  'dongguan-packs': product('Traction battery pack', '动力电池包', 'TP-75', 'DGP', 'GB 38031', 'energy', '75.3 kWh'),
  'huizhou-controls': product('Battery management unit', '电池管理单元', 'BMU-16', 'HBM', 'GB/T 38661', 'cells', '16'),
  'xunhuan-recycling': product('Second-life battery module', '梯次利用电池模组', 'SL-12', 'XSL', 'GB/T 34015', 'health', '81 %'),
  'chutian-axles': product('Drive axle', '驱动桥', 'QD-13T', 'CTA', 'QC/T 533', 'load', '13 t'),
  'jianghan-steering': product('Electric power steering', '电动助力转向器', 'EPS-C2', 'JEP', 'QC/T 1081', 'torque', '65 Nm'),
  'donghu-lighting': product('LED headlamp', 'LED前照灯', 'HL-L9', 'DLH', 'GB 4660', 'flux', '2100 lm'),
  'xiangyang-airbags': product('Driver airbag module', '驾驶员安全气囊', 'AB-D60', 'XAB', 'GB/T 19949', 'volume', '60 l'),
  'bayu-hotpot': product('Beef tallow hotpot base 500 g', '牛油火锅底料500克', 'HG-500', 'BHG', 'SC', 'shelf-life', '18 months'),
  'jialing-distillery': product('Sorghum liquor 500 ml', '高粱白酒500毫升', 'BJ-52', 'JSL', 'SC', 'strength', '52 %vol'),
  'wushan-citrus': product('Navel oranges, 10 kg', '脐橙10千克装', 'QC-10', 'WNO', 'GB/T 21488', 'shelf-life', '60 days'),
  'fuling-pickles': product('Pickled mustard 80 g', '榨菜80克', 'ZC-80', 'FPM', 'SC', 'shelf-life', '12 months'),
};
