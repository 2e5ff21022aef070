/** Whether what was read a moment ago is there still: its pages are read again and compared whole. */

/** Of pages that were kept, each by its number. */
export interface ComparablePages {
  readonly pageBytes: number;
  /** Reads the page again. False also when it is not kept, or cannot be read. */
  isSame(number: number): boolean;
}

export class PageComparison {
  private readonly pages: ComparablePages;
  private readonly known = new Map<number, boolean>();
  /** Neighbours are asked for one after the other. */
  private lastSame = -1;

  constructor(pages: ComparablePages) {
    this.pages = pages;
  }

  /** At most the bytes of one page. */
  isSame(address: number, lengthBytes: number): boolean {
    const { pageBytes } = this.pages;
    const first = Math.floor(address / pageBytes);
    const last = Math.floor((address + lengthBytes - 1) / pageBytes);
    if (first === this.lastSame && last === first) return true;
    const isSame = this.page(first) && (last === first || this.page(last));
    if (isSame) this.lastSame = last;
    return isSame;
  }

  private page(number: number): boolean {
    let isSame = this.known.get(number);
    if (isSame === undefined) {
      isSame = this.pages.isSame(number);
      this.known.set(number, isSame);
    }
    return isSame;
  }
}
