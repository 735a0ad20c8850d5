/** A document that is not read, for a reason that its uploader is told. */
export class Refused extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}
