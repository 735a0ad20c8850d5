import { createCompareApi } from './compare/api';
import { CompareForm } from './compare/form';
import { CompareResult } from './compare/result';

const form = document.querySelector<HTMLFormElement>('[data-part="compare-form"]');
if (form) {
  new CompareForm(form, createCompareApi(), path => location.assign(path));
}

const result = document.querySelector<HTMLElement>('[data-comparison]');
if (result) {
  new CompareResult(result, createCompareApi());
}
