// Theme by the reader's choice, copy buttons, and no tab stops where nothing scrolls. The text needs
// none of it.

(() => {
  const KEY = 'theme'; // The page keeps its own choice under this name too.
  const THEMES = ['system', 'light', 'dark'];
  const NAMES = { system: 'as the system', light: 'light', dark: 'dark' };
  /** Storage may be forbidden; then the choice lasts as long as the page. */
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const store = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      /* it lasts as long as the page */
    }
  };
  let theme = THEMES.includes(stored()) ? stored() : 'system';
  const apply = () => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply();

  function themeButton() {
    const button = document.getElementById('theme');
    const tell = () => {
      button.textContent =
        theme === 'system' ? 'Theme' : NAMES[theme][0].toUpperCase() + NAMES[theme].slice(1);
      button.setAttribute('aria-label', `Theme: ${NAMES[theme]}`);
    };
    button.hidden = false;
    tell();
    button.addEventListener('click', () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      store(theme);
      apply();
      tell();
    });
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    for (const block of document.querySelectorAll('pre')) {
      const holder = document.createElement('div');
      holder.className = 'copyable';
      block.replaceWith(holder);
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Copy';
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(block.textContent.replace(/\n$/, ''));
        button.textContent = 'Copied';
        setTimeout(() => {
          button.textContent = 'Copy';
        }, 2000);
      });
      holder.append(block, button);
    }
  }

  function tabStops() {
    for (const block of document.querySelectorAll('pre, .scroll, .formula')) {
      block.tabIndex =
        block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight ? 0 : -1;
      if (block.tabIndex < 0) block.removeAttribute('tabindex');
    }
  }

  addEventListener('DOMContentLoaded', () => {
    themeButton();
    copyButtons();
    tabStops();
    document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  });
  addEventListener('resize', tabStops);
})();
