import type { OpenNotebook } from '../../labextension/src/opennotebook';

/** A notebook of one cell whose source is set by the test. */
export class OneCell implements OpenNotebook {
  path = 'n.ipynb';
  language: string | null = 'python';
  kernel: string | null = 'k';
  source = 'x';

  content(): ReturnType<OpenNotebook['content']> {
    return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ id: 'a', cell_type: 'code', source: this.source, metadata: {} }] };
  }

  bareContent = this.content;

  sources(): Map<string, string> {
    return new Map([['a', this.source]]);
  }
}
