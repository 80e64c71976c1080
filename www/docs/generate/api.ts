/** Reference of an entry of the package, from the doc comments of its sources. */

import { join } from 'node:path';
import ts from 'typescript';
import { cell, codeCell, table } from './cells';

/** Types whose fields stand on the report's page. */
const ELSEWHERE = /[\\/]types[\\/]report\.ts$/;

const doc = (symbol: ts.Symbol, checker: ts.TypeChecker): string =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker));

/** A declaration without its comments, its body and `export`. */
function signature(node: ts.Node): string {
  const printer = ts.createPrinter({ removeComments: true });
  const bare = ts.isFunctionDeclaration(node)
    ? ts.factory.updateFunctionDeclaration(
        node,
        undefined,
        node.asteriskToken,
        node.name,
        node.typeParameters,
        node.parameters,
        node.type,
        undefined,
      )
    : node;
  return printer
    .printNode(ts.EmitHint.Unspecified, bare, node.getSourceFile())
    .replace(/^export (declare )?/, '')
    .replace(/;$/, '');
}

/** Type of a member as it is written; calls as `(a: A) => B`. */
function written(member: ts.Symbol): string {
  const node = member.valueDeclaration ?? member.declarations?.[0];
  if (!node) return '';
  if (ts.isMethodSignature(node) || ts.isMethodDeclaration(node)) {
    return (
      `(${node.parameters.map((parameter) => parameter.getText()).join(', ')}) => ` +
      `${node.type?.getText() ?? 'void'}`
    );
  }
  const { type } = node as ts.PropertySignature;
  return type?.getText() ?? '';
}

/** Members of a type that a caller may use. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  const hidden = (member: ts.Symbol): boolean => {
    const [node] = member.declarations ?? [];
    return (
      !node ||
      member.name.startsWith('#') ||
      member.name.startsWith('__') ||
      (ts.canHaveModifiers(node) &&
        (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword))
    );
  };
  return [...(symbol.members?.values() ?? [])].filter((member) => !hidden(member));
}

const optional = (member: ts.Symbol): string => ((member.flags & ts.SymbolFlags.Optional) !== 0 ? '?' : '');

function memberTable(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const members = membersOf(symbol);
  const described = members.some((member) => doc(member, checker) !== '');
  const rows = members.map((member) => {
    const row = [codeCell(member.name + optional(member)), codeCell(written(member))];
    return described ? [...row, cell(doc(member, checker))] : row;
  });
  return rows.length > 0 ? table(described ? ['Name', 'Type', 'Meaning'] : ['Name', 'Type'], rows) : '';
}

/** An interface of calls: one heading a method, since each has a signature worth a line. */
function methods(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return membersOf(symbol)
    .map((member) => {
      const { name, valueDeclaration } = member;
      return (
        `#### ${symbol.name.toLowerCase()}.${name}\n\n${doc(member, checker)}\n\n\`\`\`ts norun: a ` +
        `signature\n${signature(valueDeclaration!)}\n\`\`\``
      );
    })
    .join('\n\n');
}

function entry(name: string, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const [node] = symbol.declarations ?? [];
  if (!node) throw new Error(`${name} has no declaration.`);
  const head = `### ${name}\n\n${doc(symbol, checker)}`;
  if (ts.isFunctionDeclaration(node))
    return `${head}\n\n\`\`\`ts norun: a signature\n${signature(node)}\n\`\`\``;
  if (
    ts.isInterfaceDeclaration(node) &&
    membersOf(symbol).every(({ flags }) => (flags & ts.SymbolFlags.Method) !== 0)
  ) {
    return `${head}\n\n${methods(symbol, checker)}`;
  }
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node))
    return `${head}\n\n${memberTable(symbol, checker)}`;
  return `${head}\n\n\`\`\`ts norun: a signature\n${signature(node)}\n\`\`\``;
}

/** What a reader starts with first, then functions, classes and types. */
function rank(symbol: ts.Symbol): number {
  const first = ['createAnalyzer', 'Analyzer'].indexOf(symbol.name);
  if (first >= 0) return first;
  const [node] = symbol.declarations ?? [];
  if (node && ts.isFunctionDeclaration(node)) return 2;
  return node && ts.isClassDeclaration(node) ? 3 : 4;
}

/** What a module exports: its symbols. */
function exportsOf(program: ts.Program, path: string): ts.Symbol[] {
  const source = program.getSourceFile(path);
  const module = source && program.getTypeChecker().getSymbolAtLocation(source);
  if (!module) throw new Error(`${path} exports nothing.`);
  return program.getTypeChecker().getExportsOfModule(module);
}

/**
 * A writer of the reference of an entry, `index` or `share`; what the main entry exports too is told there
 * alone.
 */
export function apiReference(root: string): (file: string) => string {
  const path = (name: string): string =>
    join(root, 'www/lib', name === 'share' ? 'share/index.ts' : `${name}.ts`).replaceAll('\\', '/');
  const program = ts.createProgram([path('index'), path('share'), join(root, 'www/lib/modules.d.ts')], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const real = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  return (file) => {
    const told = new Set(file === 'index' ? [] : exportsOf(program, path('index')).map(({ name }) => name));
    const elsewhere = (symbol: ts.Symbol): boolean =>
      told.has(symbol.name) || ELSEWHERE.test(real(symbol).declarations?.[0]?.getSourceFile().fileName ?? '');
    return exportsOf(program, path(file))
      .filter((symbol) => !elsewhere(symbol))
      .map((symbol, place) => ({ symbol, place }))
      .sort((a, b) => rank(real(a.symbol)) - rank(real(b.symbol)) || a.place - b.place)
      .map(({ symbol }) => entry(symbol.name, real(symbol), checker))
      .join('\n\n');
  };
}
