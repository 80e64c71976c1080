/** Name, symbol and value at the left of a bar or a lane, so that all of them read as a table. */

import type { Gutter } from '../gutter';
import { Text } from '../marks';

interface GutterLineProps {
  gutter: Gutter;
  y: number;
  name: string;
  symbol: string;
  value: string;
  loud?: string;
}

export const GutterLine = ({ gutter, y, name, symbol, value, loud = '' }: GutterLineProps) => (
  <>
    <Text x={0} y={y} class={loud}>
      {name}
    </Text>
    <Text x={gutter.symbol} y={y} class="m">
      {symbol}
    </Text>
    <Text x={gutter.width - 16} y={y} class={`e ${loud}`}>
      {value}
    </Text>
  </>
);
