/** Numbers as people read them. */

/** `0.27 s`, `5.0 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 0) return `-${duration(-seconds)}`;
  if (seconds < 1) return `${Number(seconds.toFixed(2))} s`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 7_200) return pair(whole, 60, 'min', 's');
  if (whole < 172_800) return pair(Math.round(whole / 60), 60, 'h', 'min');
  return pair(Math.round(whole / 3_600), 24, 'd', 'h');
}

function pair(value: number, base: number, big: string, small: string): string {
  const rest = value % base;
  return `${Math.floor(value / base)} ${big}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** A grace period is a setting: as written there, `30 s`, `0.5 s`. */
export function grace(seconds: number): string {
  return `${Number(seconds.toFixed(2))} s`;
}

/** `12,345`. Node's own way to write it loads its tables of languages first, which takes 10 ms. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}
