import { describe, expect, it } from 'vitest';
import { offerOf } from '../../../www/page/handover';

const encode = async (): Promise<Blob> => new Blob(['npy']);
const offer = (data: unknown) => offerOf({ data, origin: 'https://notebook.example' }, encode);
const message = (...files: unknown[]) => ({ modalens: { title: 'run 7', files } });

describe('files from another page', () => {
  it('are files as bytes, or arrays with their shape', async () => {
    const found = await offer(
      message(
        { name: 'y.csv', buffer: new TextEncoder().encode('y\n1\n').buffer },
        { name: 'image', data: new Float32Array(6), shape: [3, 2] },
      ),
    );
    expect(found).toMatchObject({ origin: 'https://notebook.example', title: 'run 7' });
    expect(found?.files.map(({ path, file }) => [path, file.name, file.size])).toEqual([
      ['y.csv', 'y.csv', 4],
      ['image.npy', 'image.npy', 3],
    ]);
  });

  it.each([
    ['no message of ours', 'PING'],
    ['nothing', null],
    ['no list', { modalens: { files: 'x' } }],
    ['no file', message()],
    ['no name', message({ buffer: new ArrayBuffer(3) })],
    ['a long name', message({ name: 'x'.repeat(201), buffer: new ArrayBuffer(3) })],
    ['a shape that does not fit', message({ name: 'x', data: new Float32Array(6), shape: [4, 2] })],
    ['a shape of no numbers', message({ name: 'x', data: new Float32Array(6), shape: ['3', 2] })],
    ['no numbers', message({ name: 'x', data: new BigInt64Array(2), shape: [2] })],
    ['a view without items', message({ name: 'x', data: new DataView(new ArrayBuffer(8)), shape: [8] })],
  ])('%s is none', async (_, data) => {
    expect(await offer(data)).toBeNull();
  });

  it('a hundred at most', async () => {
    const many = Array.from({ length: 150 }, (_, i) => ({ name: `${i}.npy`, buffer: new ArrayBuffer(1) }));
    expect((await offer(message(...many)))?.files).toHaveLength(100);
  });
});
