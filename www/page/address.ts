/** Where the page is published: links made in a notebook, or in a file on a disk, lead there. */
export const ADDRESS = 'https://modalens.github.io/modalens/';
