import { CATALOGUE, type Product } from './catalogue.ts';
import { gtinOf } from './gs1.ts';
import type { Enterprise } from './industries.ts';
import type { ExampleEntry, ExampleValue } from './model.ts';
import { pick } from './random.ts';

export const ITEMS_PER_ENTERPRISE = 100;
const DAY_SECONDS = 86_400;
const PUBLIC = 0b1110;
/** Nobody can change or remove it later, not even its holder. */
const PUBLIC_FOREVER = 0b1010;
/** Kept on the ledger, shown to the holder alone; a public answer proves it by its hash. */
const RESTRICTED = 0b1100;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function productionDate(name: string): string {
  const month = 1 + pick(`month ${name}`, 8);
  return `2026-${twoDigits(month)}-${twoDigits(1 + pick(`day ${name}`, 28))}`;
}

function domainOf(enterprise: Enterprise): string {
  return `${enterprise.id}.example`;
}

/** Values of one item, as the label on it would say. */
function valuesOf(
  enterprise: Enterprise,
  item: Product,
  serial: string,
  position: number,
): ExampleValue[] {
  const produced = productionDate(serial);
  const gtin = gtinOf(enterprise.id, item.model);
  const batch = `L${produced.slice(2, 7).replace('-', '')}${twoDigits(1 + Math.floor(position / 25))}`;
  const certificate = `${item.certificate} ${100_000 + pick(`certificate ${serial}`, 900_000)}`;
  const texts: [index: number, type: string, data: string, permissions: number][] = [
    [1, 'URL', `https://${domainOf(enterprise)}/items/${serial}`, PUBLIC],
    [2, 'product.name', item.name, PUBLIC],
    [3, 'product.name.zh', item.nameChinese, PUBLIC],
    [4, 'product.model', item.model, PUBLIC],
    [5, 'serial', serial, PUBLIC],
    [6, 'batch', batch, PUBLIC],
    [7, 'manufacturer', enterprise.name, PUBLIC],
    [8, 'produced', produced, PUBLIC],
    [9, 'gs1.gtin', gtin, PUBLIC],
    [10, 'gs1.digital-link', `https://id.gs1.org/01/${gtin}/10/${batch}/21/${serial}`, PUBLIC],
    [11, 'certificate', certificate, PUBLIC_FOREVER],
    [12, item.attribute[0], item.attribute[1], PUBLIC],
  ];
  if (position === 0) {
    texts.push([
      100,
      'inspection.report',
      `Inspected ${produced}: no findings, inspector 0417`,
      RESTRICTED,
    ]);
  }
  return texts.map(([index, type, data, permissions]) => ({
    index,
    type,
    data,
    ttlSeconds: DAY_SECONDS,
    permissions,
  }));
}

/**
 * The items that an enterprise registers: serial numbers by product, year and month as plants print
 * them.
 */
export function itemsOf(enterprise: Enterprise): ExampleEntry[] {
  const item = CATALOGUE[enterprise.id];
  if (item === undefined)
    throw new RangeError(`${enterprise.id} makes nothing; add it to catalogue.ts.`);
  return Array.from({ length: ITEMS_PER_ENTERPRISE }, (_, position) => {
    const serial = `${item.serialPrefix}2606${String(position + 1).padStart(3, '0')}`;
    return { suffix: serial, values: valuesOf(enterprise, item, serial, position) };
  });
}
