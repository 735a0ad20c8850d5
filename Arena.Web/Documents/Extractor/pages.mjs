/** The text of a document, page by page, up to a number of characters and pages. */
export class Pages {
  #pages = [''];
  #left;

  constructor(limits) {
    this.limits = limits;
    this.#left = limits.characters;
    this.cut = false;
  }

  /** False when there is no room for more. */
  add(text) {
    const taken = text.length <= this.#left ? text : text.slice(0, this.#left);
    this.cut ||= taken.length < text.length;
    this.#left -= taken.length;
    this.#pages[this.#pages.length - 1] += taken;
    return !this.cut;
  }

  /** Starts a page; false when there are enough. */
  next() {
    if (this.#pages.length >= this.limits.pages) {
      this.cut = true;
      return false;
    }
    this.#pages.push('');
    return true;
  }

  result(total = this.#pages.length) {
    return { pages: this.#pages, total, cut: this.cut };
  }
}
