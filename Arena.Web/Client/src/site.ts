// The theme, without a page load. Without script the form leads to a page that asks, and the server sets the same cookie.

const form = document.querySelector<HTMLFormElement>('.masthead form.theme');

form?.addEventListener('submit', event => {
  event.preventDefault();
  const choice = form.querySelector<HTMLInputElement>('input[name="theme"]')!;
  const theme = choice.value;
  const other = theme === 'light' ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
  document.cookie = `arena-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  choice.value = other;
  form.querySelector('button')!.setAttribute('aria-label', `Use the ${other} theme`);
});
