// Numbers as the book prints them. The same rules stand in numbers.py; a test holds the two together.

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** @param {number} x */
export const clamp = (x, low, high) => Math.min(Math.max(x, low), high);

/** True minus, and no minus at all before a number that prints as zero. */
const signed = (text) => (/^-[0.]*$/.test(text) ? text.slice(1) : text.replace("-", "−"));

/** @param {number} power an integer; 3 gives "10³" */
export const power_of_ten = (power) =>
  power === 0 ? "1" : `10${[...String(power)].map((c) => SUPERSCRIPTS[c]).join("")}`;

/** @param {number} x from 10¹⁵ on written as a power @param {number} decimals places after the point */
export const fixed = (x, decimals) => (Math.abs(x) < 1e15 ? signed(x.toFixed(decimals)) : significant(x));

/** Three significant digits unless told; powers of ten outside 0.001 ... 10,000. */
export function significant(x, digits = 3) {
  if (!Number.isFinite(x)) return infinite(x);
  if (x === 0) return "0";
  const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power < -3 || power > 3) return `${signed(mantissa)} × ${power_of_ten(power)}`;
  return signed(Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, digits - 1 - power)));
}

/** A probability with one decimal and a thin space: 0.634 gives "63.4 %". Only 0 and 1 print as 0 and 100. */
export function percent(p) {
  if (p > 0 && p < 0.001) return "< 0.1 %";
  if (p >= 0.9995 && p < 1) return "> 99.9 %";
  return `${fixed(100 * p, 1)} %`;
}

const infinite = (x) => (Number.isNaN(x) ? "not a number" : x > 0 ? "infinity" : "−infinity");
